using System;

namespace ComfyDeps.Registry.Reading;

/// <summary>Makes entries of the values of a registry's text.</summary>
/// <param name="text">The text.</param>
internal sealed class EntryReader(RegistryText text)
{
    private const string Kind = "kind";

    /// <summary>Reads a node pack.</summary>
    /// <param name="value">The value.</param>
    internal NodeEntry ReadNode(JsonValue value)
    {
        ObjectReader reader = new(text, value, RegistryFields.Node);
        return new NodeEntry
        {
            Classes = reader.Texts("classes"),
            Directory = reader.Text("directory"),
            Requested = reader.Text("requested"),
            Source = ReadSource(reader.Required("source")),
            Verification = ReadVerification(reader),
        };
    }

    /// <summary>Reads a model.</summary>
    /// <param name="value">The value.</param>
    internal ModelEntry ReadModel(JsonValue value)
    {
        ObjectReader reader = new(text, value, RegistryFields.Model);
        return new ModelEntry
        {
            Aliases = reader.Texts("aliases"),
            Files = reader.Entries("files", ReadFile),
            Gated = reader.Flag("gated"),
            Requested = reader.Text("requested"),
            Sha256 = reader.Text("sha256"),
            Size = reader.Number("size"),
            Source = ReadSource(reader.Required("source")),
            Verification = ReadVerification(reader),
        };
    }

    private ModelFile ReadFile(JsonValue value)
    {
        ObjectReader reader = new(text, value, RegistryFields.File);
        return new ModelFile(reader.Number("size"), reader.Text("sha256"));
    }

    private PinSource ReadSource(JsonValue value)
    {
        SourceKind kind = KindOf(value);
        string[] fields = RegistryFields.Sources[kind];
        ObjectReader reader = new(text, value, fields);
        string? Text(string field) => Array.IndexOf(fields, field) < 0 ? null : reader.Text(field);
        long? Number(string field) => Array.IndexOf(fields, field) < 0 ? null : reader.Number(field);
        return new PinSource
        {
            Kind = kind,
            Commit = Text("commit"),
            DownloadUrl = Text("downloadUrl"),
            File = Text("file"),
            FileId = Number("fileId"),
            Id = Text("id"),
            Mirror = Text("mirror"),
            ModelVersionId = Number("modelVersionId"),
            Ref = Text("ref"),
            Repository = Text("repository"),
            Sha256 = Text("sha256"),
            Url = Text("url"),
            Version = Text("version"),
        };
    }

    /// <summary>The kind alone: which other fields there may be depends on it.</summary>
    private SourceKind KindOf(JsonValue value)
    {
        string[] any = [.. value.Inner.ConvertAll(static member => member.Name), Kind];
        return new ObjectReader(text, value, any).RequiredWord<SourceKind>(Kind);
    }

    private static PinVerification? ReadVerification(ObjectReader entry)
        => entry.Object("verification", RegistryFields.Verification) is ObjectReader reader
            ? new PinVerification
            {
                AvailableVersions = reader.Texts("availableVersions"),
                CheckedAt = reader.Time("checkedAt"),
                Message = reader.Text("message"),
                Status = reader.RequiredWord<VerificationStatus>("status"),
                VerifiedBy = reader.Text("verifiedBy"),
            }
            : null;
}
