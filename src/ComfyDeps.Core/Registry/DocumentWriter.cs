using System;
using System.Collections.Immutable;
using System.Linq;
using ComfyDeps.Registry.Reading;

namespace ComfyDeps.Registry;

/// <summary>Writes a registry in exactly one way: names in ordinal order, what is not known left out.</summary>
internal static class DocumentWriter
{
    /// <summary>Writes a registry.</summary>
    /// <param name="document">The registry.</param>
    internal static byte[] Write(RegistryDocument document)
    {
        CanonicalJson json = new();
        json.Open(null);
        json.Write(RegistryFields.Schema, document.Schema);
        json.Write(RegistryFields.Version, RegistryDocument.FormatVersion);
        json.Open("decisions");
        WriteTexts(json, "classes", document.Decisions.Classes);
        WriteTexts(json, "models", document.Decisions.Models);
        json.Close();
        WriteEnvironment(json, document.Environment);
        WriteEntries(json, RegistryFields.Models, document.Models, WriteModel);
        WriteEntries(json, RegistryFields.Nodes, document.Nodes, WriteNode);
        json.Close();
        return json.ToBytes();
    }

    private static void WriteTexts(CanonicalJson json, string name, ImmutableSortedDictionary<string, string> texts)
    {
        json.Open(name);
        foreach ((string key, string text) in texts.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            json.Write(key, text);
        }

        json.Close();
    }

    private static void WriteEntries<T>(
        CanonicalJson json,
        string name,
        ImmutableSortedDictionary<string, T> entries,
        Action<CanonicalJson, T> write)
    {
        json.Open(name);
        foreach ((string key, T entry) in entries.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            json.Open(key);
            write(json, entry);
            json.Close();
        }

        json.Close();
    }

    private static void WriteEnvironment(CanonicalJson json, RegistryEnvironment environment)
    {
        json.Open("environment");
        if (environment.ComfyUi is ComfyUiPin comfy)
        {
            json.Open("comfyui");
            json.Write("commit", comfy.Commit);
            json.Write("version", comfy.Version);
            json.Close();
        }

        if (environment.Constraints is ConstraintsPin constraints)
        {
            json.Open("constraints");
            json.Write("path", constraints.Path);
            json.Write("sha256", constraints.Sha256);
            json.Close();
        }

        if (environment.Image is ImagePin image)
        {
            json.Open("image");
            json.Write("digest", image.Digest);
            json.Write("name", image.Name);
            json.Write("tag", image.Tag);
            json.Close();
        }

        json.Write("operatingSystem", environment.OperatingSystem);
        json.Write("python", environment.Python);
        json.Close();
    }

    private static void WriteNode(CanonicalJson json, NodeEntry entry)
    {
        json.Write("classes", Sorted(entry.Classes));
        json.Write("directory", entry.Directory);
        json.Write("requested", entry.Requested);
        WriteSource(json, entry.Source);
        WriteVerification(json, entry.Verification);
    }

    private static void WriteModel(CanonicalJson json, ModelEntry entry)
    {
        json.Write("aliases", Sorted(entry.Aliases));
        if (!entry.Files.IsEmpty)
        {
            WriteEntries(json, "files", entry.Files, static (inner, file) =>
            {
                inner.Write("sha256", file.Sha256);
                inner.Write("size", file.Size);
            });
        }

        json.Write("gated", entry.Gated);
        json.Write("requested", entry.Requested);
        json.Write("sha256", entry.Sha256);
        json.Write("size", entry.Size);
        WriteSource(json, entry.Source);
        WriteVerification(json, entry.Verification);
    }

    private static void WriteSource(CanonicalJson json, PinSource source)
    {
        json.Open("source");
        json.Write("commit", source.Commit);
        json.Write("downloadUrl", source.DownloadUrl);
        json.Write("file", source.File);
        json.Write("fileId", source.FileId);
        json.Write("id", source.Id);
        json.Write("kind", ObjectReader.Word(source.Kind));
        json.Write("mirror", source.Mirror);
        json.Write("modelVersionId", source.ModelVersionId);
        json.Write("ref", source.Ref);
        json.Write("repository", source.Repository);
        json.Write("sha256", source.Sha256);
        json.Write("url", source.Url);
        json.Write("version", source.Version);
        json.Close();
    }

    private static void WriteVerification(CanonicalJson json, PinVerification? verification)
    {
        if (verification is null)
        {
            return;
        }

        json.Open("verification");
        json.Write("availableVersions", verification.AvailableVersions);
        json.Write("checkedAt", ObjectReader.TimeText(verification.CheckedAt));
        json.Write("message", verification.Message);
        json.Write("status", ObjectReader.Word(verification.Status));
        json.Write("verifiedBy", verification.VerifiedBy);
        json.Close();
    }

    private static ImmutableArray<string> Sorted(ImmutableArray<string> texts)
        => texts.Sort(StringComparer.Ordinal);
}
