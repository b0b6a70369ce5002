using System;
using System.Collections.Generic;
using System.IO.Enumeration;
using System.Linq;
using ComfyDeps.Catalog;
using ComfyDeps.Sources;
using ComfyDeps.Sources.HuggingFace;

namespace ComfyDeps.Operations;

/// <summary>
/// Turns names, addresses and objects of the pipeline into questions about model files. It asks nobody.
/// </summary>
internal sealed class ModelQuestions
{
    private static readonly string[] s_extensions =
    [
        ".safetensors", ".sft", ".ckpt", ".pt", ".pt2", ".pth", ".bin", ".gguf", ".onnx",
        ".pkl", ".engine", ".jit", ".zip",
        ".json", ".yaml", ".txt", ".model",
    ];

    private readonly NodeCatalog _catalog;

    /// <summary>Completes names from a catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    internal ModelQuestions(NodeCatalog catalog) => _catalog = catalog;

    /// <summary>The question that an item is; null when it is not about a model file.</summary>
    /// <param name="item">A string, an address, or one of this module's objects.</param>
    internal ModelQuestion? Of(object item) => item switch
    {
        string name => OfName(name),
        Uri address => OfAddress(address.OriginalString, address, null),
        WorkflowDependency { Kind: DependencyKind.Model } dependency => OfDependency(dependency),
        ModelVersion version => OfVersion(version),
        RegistryEntry { Kind: DependencyKind.Model } entry
            => OfKnown(entry.Name, entry.FileName, entry.Folder, entry.Url, entry.Sha256),
        InstalledItem { Kind: DependencyKind.Model } found
            => OfKnown(found.Name, found.FileName, found.Folder, found.Url, found.Sha256),
        _ => null,
    };

    private ModelQuestion OfName(string name)
    {
        if (Uri.TryCreate(name, UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http" or "urn")
        {
            return OfAddress(name, address!, null);
        }

        ModelReference[] known = [.. InCatalog(name, FileName(name), folder: null)];
        if (known.Length > 0)
        {
            return new ModelQuestion(name, known);
        }

        if (name.AsSpan().IndexOfAny('*', '?') >= 0)
        {
            return new ModelQuestion(name, [.. Matching(name)], IsWildcard: true);
        }

        if (name.Length == 64 && name.All(char.IsAsciiHexDigit))
        {
            return new ModelQuestion(name, [new ModelReference { Name = name, Sha256 = name.ToLowerInvariant() }]);
        }

        bool isRepository = name.Contains('/', StringComparison.Ordinal)
            && HuggingFaceAddress.IsRepository(name)
            && !Array.Exists(s_extensions, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));
        return new ModelQuestion(name, isRepository ? [new ModelReference { Name = name, Repository = name }] : []);
    }

    private static ModelQuestion OfAddress(string name, Uri address, string? folder)
        => new(name, [new ModelReference { Name = NameOf(address) ?? name, Folder = folder, Url = address }]);

    private ModelQuestion OfDependency(WorkflowDependency dependency)
    {
        List<ModelReference> places = [];
        IEnumerable<string?> addresses = [dependency.SourceUrl?.AbsoluteUri, .. dependency.Alternatives];
        foreach (string? text in addresses)
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address))
            {
                places.Add(new ModelReference
                {
                    Name = dependency.Name,
                    Folder = dependency.Folder,
                    File = null,
                    Sha256 = dependency.Sha256,
                    Url = address,
                });
            }
        }

        places.AddRange(
            InCatalog(dependency.Name, dependency.FileName ?? FileName(dependency.Name), dependency.Folder));
        return new ModelQuestion(dependency.Name, places);
    }

    private static ModelQuestion OfVersion(ModelVersion version)
    {
        bool isHub = version is { Source: SourceKind.HuggingFace, Repository: not null };
        ModelReference place = new()
        {
            Name = version.Name,
            Folder = version.Folder,
            Repository = isHub ? version.Repository : null,
            File = isHub ? version.File : null,
            Url = isHub ? null : version.DownloadUrl,
            Sha256 = isHub ? null : version.Sha256,
        };
        return new ModelQuestion(version.Name, isHub || version.DownloadUrl is not null ? [place] : []);
    }

    private ModelQuestion OfKnown(string name, string? fileName, string? folder, Uri? address, string? sha256)
    {
        IEnumerable<ModelReference> stated = address is null
            ? []
            : [new ModelReference { Name = name, Folder = folder, Url = address, Sha256 = sha256 }];
        ModelReference[] places = [.. stated, .. InCatalog(name, fileName ?? FileName(name), folder)];
        return new ModelQuestion(
            name,
            places.Length == 0 && sha256 is not null
                ? [new ModelReference { Name = name, Folder = folder, Sha256 = sha256 }]
                : places);
    }

    private IEnumerable<ModelReference> InCatalog(string name, string fileName, string? folder)
        => from fact in _catalog.FindModels(fileName)
           where Uri.IsWellFormedUriString(fact.Url, UriKind.Absolute)
           select new ModelReference { Name = name, Folder = folder ?? fact.Folder, Url = new Uri(fact.Url) };

    private IEnumerable<ModelReference> Matching(string wildcard)
        => from fact in _catalog.Models()
           where fact.FileName != ModelFact.WholeRepository
               && FileSystemName.MatchesSimpleExpression(
                   wildcard.Replace("\\", "\\\\", StringComparison.Ordinal), fact.FileName)
               && Uri.IsWellFormedUriString(fact.Url, UriKind.Absolute)
           select new ModelReference { Name = fact.FileName, Folder = fact.Folder, Url = new Uri(fact.Url) };

    private static string FileName(string name) => name[(name.LastIndexOfAny(['/', '\\']) + 1)..];

    private static string? NameOf(Uri address)
    {
        string last = address.Scheme == "urn" ? string.Empty : Uri.UnescapeDataString(address.Segments[^1]);
        return Array.Exists(s_extensions, end => last.EndsWith(end, StringComparison.OrdinalIgnoreCase)) ? last : null;
    }
}
