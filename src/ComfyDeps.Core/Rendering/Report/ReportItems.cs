using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Registry;

namespace ComfyDeps.Rendering.Report;

/// <summary>Packs and models of a registry as a report tells of them.</summary>
/// <param name="registry">The registry.</param>
/// <param name="results">What asking gave; of two about one pin the later counts.</param>
internal sealed class ReportItems(RegistryDocument registry, IReadOnlyList<VerificationResult> results)
{
    private readonly Dictionary<(DependencyKind, string), VerificationResult> _results = results
        .Where(static result => result.Environment is null)
        .GroupBy(static result => (result.Kind, result.Name))
        .ToDictionary(static group => group.Key, static group => group.Last());

    /// <summary>A pack of the registry.</summary>
    /// <param name="id">Its id.</param>
    internal ReportItem Pack(string id)
    {
        NodeEntry entry = registry.Nodes[id];
        return Judged(DependencyKind.Node, id, entry.Verification, Pins.IsExact(entry)) with
        {
            Url = Shown(entry.Source.Url),
            Source = entry.Source.Kind,
            Version = entry.Source.Version,
            Commit = entry.Source.Commit,
        };
    }

    /// <summary>A model of the registry.</summary>
    /// <param name="name">Its name in the report.</param>
    /// <param name="key">Its name in the registry.</param>
    internal ReportItem Model(string name, string key)
    {
        ModelEntry entry = registry.Models[key];
        return Judged(DependencyKind.Model, key, entry.Verification, Pins.IsExact(entry)) with
        {
            Name = name,
            Url = Shown(entry.Source.Url) ?? PageOf(entry.Source),
            Source = entry.Source.Kind,
            Version = entry.Source.ModelVersionId?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Commit = entry.Source.Kind == SourceKind.HuggingFace ? entry.Source.Commit : null,
            Folder = key[..key.LastIndexOf('/')],
            Size = entry.Files.IsEmpty ? entry.Size : Sum(entry.Files.Values),
            Sha256 = entry.Sha256,
        };
    }

    /// <summary>A pack that the registry does not have.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="url">Its repository, or null.</param>
    internal static ReportItem UnknownPack(string id, Uri? url) => new()
    {
        Name = id,
        Url = Shown(url?.AbsoluteUri),
        Status = VerificationStatus.NotInRegistry,
        Message = "It is not in the registry.",
        Hint = "Update-ComfyRegistry adds it.",
    };

    /// <summary>A model that the registry does not have.</summary>
    /// <param name="name">Its name in the report.</param>
    /// <param name="needs">What workflows say of it.</param>
    internal static ReportItem UnknownModel(string name, IReadOnlyList<WorkflowDependency> needs) => new()
    {
        Name = name,
        Url = Shown(
            needs.Select(static need => need.SourceUrl).FirstOrDefault(static url => url is not null)?.AbsoluteUri),
        Folder = needs.Select(static need => need.Folder).FirstOrDefault(static folder => folder is not null),
        Sha256 = needs.Select(static need => need.Sha256).FirstOrDefault(static hash => hash is not null),
        Status = VerificationStatus.NotInRegistry,
        Message = "It is not in the registry.",
        Hint = needs.Any(static need => need.SourceUrl is not null)
            ? "Update-ComfyRegistry adds it."
            : "Set-ComfyRegistryEntry tells where it is had from.",
        Alternatives =
        [
            .. needs
                .SelectMany(static need => need.Alternatives)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ],
    };

    private ReportItem Judged(DependencyKind kind, string name, PinVerification? stored, bool isExact)
    {
        if (_results.TryGetValue((kind, name), out VerificationResult? asked))
        {
            return new ReportItem
            {
                Name = name,
                Key = name,
                Status = asked.Status,
                Message = asked.Message,
                Hint = asked.Hint,
                AvailableVersions = asked.AvailableVersions,
                CheckedAt = stored?.CheckedAt,
            };
        }

        VerificationStatus status = stored?.Status
            ?? (isExact ? VerificationStatus.Undetermined : VerificationStatus.Unpinned);
        return new ReportItem
        {
            Name = name,
            Key = name,
            Status = status,
            Message = stored?.Message ?? status switch
            {
                VerificationStatus.Undetermined => "Nobody has asked its source yet.",
                VerificationStatus.Unpinned => "It has no exact version.",
                _ => null,
            },
            AvailableVersions = stored?.AvailableVersions ?? [],
            CheckedAt = stored?.CheckedAt,
        };
    }

    /// <summary>An address that a page may link to; nothing else becomes a link.</summary>
    private static string? Shown(string? url)
        => Uri.TryCreate(url, UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? uri.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped)
            : null;

    private static string? PageOf(PinSource source)
        => source is { Kind: SourceKind.HuggingFace, Repository: string repository }
            ? Shown($"https://huggingface.co/{repository}")
            : null;

    private static long? Sum(IEnumerable<ModelFile> files)
    {
        long sum = 0;
        foreach (ModelFile file in files)
        {
            if (file.Size is not long size)
            {
                return null;
            }

            sum += size;
        }

        return sum;
    }
}
