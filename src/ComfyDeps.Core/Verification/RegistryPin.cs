using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using ComfyDeps.Registry;

namespace ComfyDeps.Verification;

/// <summary>One entry of a registry, as something that can be checked.</summary>
internal sealed record RegistryPin
{
    /// <summary>The name of the entry for ComfyUI itself.</summary>
    internal const string ComfyUiName = "ComfyUI";

    /// <summary>What it is.</summary>
    internal required DependencyKind Kind { get; init; }

    /// <summary>
    /// Its name: a pack's id, folder/file of a model, <c>ComfyUI</c>, the image, the constraints file.
    /// </summary>
    internal required string Name { get; init; }

    /// <summary>The pack, or null.</summary>
    internal NodeEntry? Node { get; init; }

    /// <summary>The model, or null.</summary>
    internal ModelEntry? Model { get; init; }

    /// <summary>ComfyUI itself, or null.</summary>
    internal ComfyUiPin? ComfyUi { get; init; }

    /// <summary>The image, or null.</summary>
    internal ImagePin? Image { get; init; }

    /// <summary>The constraints file, or null.</summary>
    internal ConstraintsPin? Constraints { get; init; }

    /// <summary>Where a pack or model is had from, or null.</summary>
    internal PinSource? Source => Node?.Source ?? Model?.Source;

    /// <summary>What asking about it gave, as the registry has it.</summary>
    internal PinVerification? Verification => Node?.Verification ?? Model?.Verification;

    /// <summary>The exact version, as people quote it; null where it has none.</summary>
    internal string? Expected => Kind switch
    {
        DependencyKind.ComfyUI => ComfyUi!.Commit,
        DependencyKind.Image => Image!.Digest,
        DependencyKind.Python => Constraints!.Sha256,
        _ => Source!.Kind switch
        {
            SourceKind.ComfyRegistry => Source.Version,
            SourceKind.Civitai => Source.ModelVersionId?.ToString(CultureInfo.InvariantCulture),
            SourceKind.Url => Model?.Sha256,
            _ => Source.Commit,
        },
    };

    /// <summary>
    /// What the pin is, in one hash: another version, hash, source or mirror gives another one; classes, decisions and
    /// what asking gave do not.
    /// </summary>
    internal string Identity
    {
        get
        {
            PinSource? source = Source;
            IEnumerable<string?> files = Model is null
                ? []
                : Model.Files.SelectMany(static file => new[] { file.Key, file.Value.Sha256, Text(file.Value.Size) });
            IEnumerable<string?> parts =
            [
                Kind.ToString(), Name,
                source?.Kind.ToString(), source?.Id, source?.Version, source?.Sha256,
                source?.Url, source?.Commit, source?.Repository,
                source?.File, Text(source?.ModelVersionId), Text(source?.FileId), source?.Mirror,
                Model?.Sha256, Text(Model?.Size),
                .. files,
                ComfyUi?.Commit, Image?.Name, Image?.Digest, Constraints?.Path, Constraints?.Sha256,
            ];
            string text = string.Join(
                '\n', parts.Select(static part => part is null ? "-" : "+" + part.ReplaceLineEndings(" ")));
            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();
        }
    }

    /// <summary>
    /// Every entry of a registry: the environment's, then packs, then models, in the order of the file.
    /// </summary>
    /// <param name="document">The registry.</param>
    internal static IEnumerable<RegistryPin> All(RegistryDocument document)
    {
        RegistryEnvironment environment = document.Environment;
        if (environment.ComfyUi is ComfyUiPin comfyUi)
        {
            yield return new RegistryPin { Kind = DependencyKind.ComfyUI, Name = ComfyUiName, ComfyUi = comfyUi };
        }

        if (environment.Image is ImagePin image)
        {
            yield return new RegistryPin { Kind = DependencyKind.Image, Name = image.Name, Image = image };
        }

        if (environment.Constraints is ConstraintsPin constraints)
        {
            yield return new RegistryPin
            {
                Kind = DependencyKind.Python,
                Name = constraints.Path,
                Constraints = constraints,
            };
        }

        foreach ((string name, NodeEntry entry) in document.Nodes)
        {
            yield return Of(name, entry);
        }

        foreach ((string name, ModelEntry entry) in document.Models)
        {
            yield return Of(name, entry);
        }
    }

    /// <summary>The pin of a pack.</summary>
    /// <param name="name">The pack's id.</param>
    /// <param name="entry">The entry.</param>
    internal static RegistryPin Of(string name, NodeEntry entry)
        => new() { Kind = DependencyKind.Node, Name = name, Node = entry };

    /// <summary>The pin of a model.</summary>
    /// <param name="name">Its folder and file.</param>
    /// <param name="entry">The entry.</param>
    internal static RegistryPin Of(string name, ModelEntry entry)
        => new() { Kind = DependencyKind.Model, Name = name, Model = entry };

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
