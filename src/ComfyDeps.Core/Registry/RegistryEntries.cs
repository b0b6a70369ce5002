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

    /// <summary>
    /// The entries of the environment: ComfyUI, the image, Python and its constraints, as far as they are set.
    /// </summary>
    /// <param name="environment">The environment.</param>
    internal static IEnumerable<RegistryEntry> Of(RegistryEnvironment environment)
    {
        if (environment.ComfyUi is ComfyUiPin comfy)
        {
            yield return Of(comfy);
        }

        if (environment.Image is ImagePin image)
        {
            yield return Of(image);
        }

        if (environment.Python is string python)
        {
            yield return OfPython(python);
        }

        if (environment.Constraints is ConstraintsPin constraints)
        {
            yield return Of(constraints);
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

    private static RegistryEntry Of(ComfyUiPin pin) => new()
    {
        Kind = DependencyKind.ComfyUI,
        Name = ComfyUi,
        Source = SourceKind.Git,
        Url = ComfyUiRepository,
        Version = pin.Version,
        Commit = pin.Commit,
        VerificationStatus = VerificationStatus.Undetermined,
    };

    private static RegistryEntry Of(ImagePin pin) => new()
    {
        Kind = DependencyKind.Image,
        Name = pin.Name,
        Source = SourceKind.Url,
        Version = pin.Tag,
        Sha256 = pin.Digest?[Digest.Length..],
        VerificationStatus = pin.Digest is null ? VerificationStatus.Unpinned : VerificationStatus.Undetermined,
    };

    private static RegistryEntry OfPython(string version) => new()
    {
        Kind = DependencyKind.Python,
        Name = Python,
        Source = SourceKind.Url,
        Version = version,
        VerificationStatus = VerificationStatus.Undetermined,
    };

    private static RegistryEntry Of(ConstraintsPin pin) => new()
    {
        Kind = DependencyKind.Python,
        Name = pin.Path,
        Source = SourceKind.Url,
        FileName = pin.Path,
        Sha256 = pin.Sha256,
        VerificationStatus = VerificationStatus.Undetermined,
    };

    private static long? Sum(ModelEntry entry)
        => entry.Files.Values.All(static file => file.Size is not null)
            ? entry.Files.Values.Sum(static file => file.Size)
            : null;

    /// <summary>What was found about a pin. One that is not exact cannot be good, but by a person's word.</summary>
    private static VerificationStatus Status(PinVerification? verification, bool isExact) => verification?.Status switch
    {
        VerificationStatus.Manual => VerificationStatus.Manual,
        null or VerificationStatus.Undetermined
            => isExact ? VerificationStatus.Undetermined : VerificationStatus.Unpinned,
        VerificationStatus status => status,
    };
}
