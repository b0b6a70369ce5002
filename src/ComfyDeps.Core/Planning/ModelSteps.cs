using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ComfyDeps.Registry;
using ComfyDeps.Registry.Rules;

namespace ComfyDeps.Planning;

/// <summary>Makes the steps for a model: one for each file, or a refusal.</summary>
internal static class ModelSteps
{
    private const string HuggingFace = "https://huggingface.co/";
    private const string Civitai = "https://civitai.com/api/download/models/";

    /// <summary>The steps for an entry.</summary>
    /// <param name="name">The entry: folder and file.</param>
    /// <param name="entry">The model.</param>
    /// <param name="reason">Why it is installed.</param>
    internal static IEnumerable<InstallStep> Of(string name, ModelEntry entry, string reason)
    {
        if (entry.Files.IsEmpty)
        {
            yield return Step(name, entry, "", new ModelFile(entry.Size, entry.Sha256), reason);
        }

        foreach ((string path, ModelFile file) in entry.Files)
        {
            yield return Step(name, entry, path, file, reason);
        }
    }

    private static InstallStep Step(string name, ModelEntry entry, string inside, ModelFile file, string reason)
    {
        string Below(string place) => inside.Length == 0 ? place : $"{place}/{inside}";
        string[] places = [Below(name), .. entry.Aliases.Select(Below)];
        string? url = Address(entry.Source, inside);
        string mirror = entry.Source.Mirror is string other ? Inside(other, inside) : "";
        string? problem = places.Any(
            static place => !ModelKeyRule.IsKey(place)) ? "its place is none below the models folder"
            : url is null || !UrlRule.IsUsable(url) || (mirror.Length > 0 && !UrlRule.IsUsable(mirror))
                ? "an address of it is not https, or has what no address has"
            : entry.Source.Commit is not null && !PackSteps.IsHex(entry.Source.Commit, 40, 64) ? "its commit is none"
            : file.Sha256 is not null && !PackSteps.IsHex(file.Sha256, 64, 64) ? "its sha256 is none"
            : file.Size is < 0 ? "its size is none"
            : null;
        return problem is not null
            ? new RefusedStep(DependencyKind.Model) { Name = Below(name), Reason = problem }
            : new ModelStep
            {
                Name = name,
                Reason = reason,
                Path = places[0],
                Aliases = [.. places.Skip(1)],
                Source = entry.Source.Kind,
                Url = url!,
                Mirror = mirror,
                Gated = entry.Gated,
                Size = file.Size,
                Sha256 = file.Sha256,
            };
    }

    /// <summary>Where a file is fetched; null where the source does not say enough.</summary>
    private static string? Address(PinSource source, string inside) => source.Kind switch
    {
        SourceKind.HuggingFace when source is { Repository: string repository, Commit: string commit }
            && (source.File is not null || inside.Length > 0)
            => $"{HuggingFace}{Escaped(repository)}/resolve/{Uri.EscapeDataString(commit)}/"
                + $"{Escaped(Joined(source.File, inside))}",
        SourceKind.Civitai when source.ModelVersionId is long version
            => string.Create(
                CultureInfo.InvariantCulture,
                $"{Civitai}{version}{(source.FileId is long file ? $"?fileId={file}" : "")}"),
        SourceKind.Url => source.Url is string url ? Inside(url, inside) : null,
        _ => null,
    };

    private static string Joined(string? file, string inside)
        => string.IsNullOrEmpty(file) ? inside : inside.Length == 0 ? file : $"{file}/{inside}";

    private static string Inside(string url, string inside)
        => inside.Length == 0 ? url : $"{url.TrimEnd('/')}/{Escaped(inside)}";

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
