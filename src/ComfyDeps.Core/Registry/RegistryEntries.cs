using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Registry;

/// <summary>A registry as objects of the pipeline.</summary>
internal static class RegistryEntries
{
    /// <summary>The name of the entry for ComfyUI itself.</summary>
    internal const string ComfyUi = "ComfyUI";

    /// <summary>The name of the entry for the version of Python.</summary>
    internal const string Python = "Python";

    /// <summary>Where ComfyUI itself is from.</summary>
    internal static readonly Uri ComfyUiRepository = new("https://github.com/comfyanonymous/ComfyUI");

    private const string Digest = "sha256:";

    /// <summary>All entries: the environment's, then packs, then models, each in the order of the file.</summary>
    /// <param name="document">The registry.</param>
    internal static IEnumerable<RegistryEntry> Of(RegistryDocument document)
        => Of(document.Environment)
            .Concat(document.Nodes.Select(static pair => Of(pair.Key, pair.Value)))
            .Concat(document.Models.Select(static pair => Of(pair.Key, pair.Value)));

    /// <summary>The entries of the environment: ComfyUI, the image, Python and its constraints, as far as they are set.</summary>
    /// <param name="environment">The environment.</param>
    internal static IEnumerable<RegistryEntry> Of(RegistryEnvironment environment)
    {
        if (environment.ComfyUi is ComfyUiPin comfy)
        {
            yield return new RegistryEntry
            {
                Kind = DependencyKind.ComfyUI,
                Name = ComfyUi,
                Source = SourceKind.Git,
                Url = ComfyUiRepository,
                Version = comfy.Version,
                Commit = comfy.Commit,
                VerificationStatus = VerificationStatus.Undetermined,
            };
        }

        if (environment.Image is ImagePin image)
        {
            yield return new RegistryEntry
            {
                Kind = DependencyKind.Image,
                Name = image.Name,
                Source = SourceKind.Url,
                Version = image.Tag,
                Sha256 = image.Digest?[Digest.Length..],
                VerificationStatus = image.Digest is null ? VerificationStatus.Unpinned : VerificationStatus.Undetermined,
            };
        }

        if (environment.Python is string python)
        {
            yield return new RegistryEntry
            {
                Kind = DependencyKind.Python,
                Name = Python,
                Source = SourceKind.Url,
                Version = python,
                VerificationStatus = VerificationStatus.Undetermined,
            };
        }

        if (environment.Constraints is ConstraintsPin constraints)
        {
            yield return new RegistryEntry
            {
                Kind = DependencyKind.Python,
                Name = constraints.Path,
                Source = SourceKind.Url,
                FileName = constraints.Path,
                Sha256 = constraints.Sha256,
                VerificationStatus = VerificationStatus.Undetermined,
            };
        }
    }

    /// <summary>A node pack as an object of the pipeline.</summary>
    /// <param name="id">The pack's id.</param>
    /// <param name="entry">The pack.</param>
    internal static RegistryEntry Of(string id, NodeEntry entry) => new()
    {
        Kind = DependencyKind.Node,
        Name = id,
        Source = entry.Source.Kind,
        Url = PinAddress.Of(entry.Source),
        Version = entry.Source.Version ?? entry.Source.Ref,
        Commit = entry.Source.Commit,
        Requested = entry.Requested,
        Sha256 = entry.Source.Sha256,
        Classes = [.. entry.Classes.Order(StringComparer.Ordinal)],
        VerificationStatus = Status(entry.Verification, Pins.IsExact(entry)),
        CheckedAt = entry.Verification?.CheckedAt,
    };

    /// <summary>A model as an object of the pipeline.</summary>
    /// <param name="name">Folder/file.</param>
    /// <param name="entry">The model.</param>
    internal static RegistryEntry Of(string name, ModelEntry entry)
    {
        bool isFolder = !entry.Files.IsEmpty;
        int slash = name.LastIndexOf('/');
        return new RegistryEntry
        {
            Kind = DependencyKind.Model,
            Name = name,
            Source = entry.Source.Kind,
            Url = PinAddress.Of(entry.Source, isFolder),
            Commit = entry.Source.Commit,
            Requested = entry.Requested,
            Folder = name[..slash],
            FileName = name[(slash + 1)..],
            Size = isFolder ? Sum(entry) : entry.Size,
            Sha256 = entry.Sha256,
            VerificationStatus = Status(entry.Verification, Pins.IsExact(entry)),
            CheckedAt = entry.Verification?.CheckedAt,
        };
    }

    private static long? Sum(ModelEntry entry)
        => entry.Files.Values.All(static file => file.Size is not null) ? entry.Files.Values.Sum(static file => file.Size) : null;

    /// <summary>What was found about a pin. One that is not exact cannot be good, but by a person's word.</summary>
    private static VerificationStatus Status(PinVerification? verification, bool isExact) => verification?.Status switch
    {
        VerificationStatus.Manual => VerificationStatus.Manual,
        null or VerificationStatus.Undetermined => isExact ? VerificationStatus.Undetermined : VerificationStatus.Unpinned,
        VerificationStatus status => status,
    };
}
