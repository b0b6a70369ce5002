using System;
using System.Globalization;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>Hashes what no source publishes a hash for, by downloading it once.</summary>
/// <param name="content">Hashes files.</param>
/// <param name="addresses">Where the services are.</param>
/// <param name="isTrial">Whether nothing is downloaded, and only told.</param>
/// <param name="stop">Stops the work.</param>
internal sealed class ModelDownload(
    ContentHash content,
    ServiceAddresses addresses,
    bool isTrial,
    CancellationToken stop)
{
    /// <summary>The entry with the hashes that it lacked.</summary>
    /// <param name="name">The entry's name.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="reasons">Hears what changes.</param>
    /// <param name="warnings">Hears what could not be hashed.</param>
    internal async Task<ModelEntry> HashAsync(
        string name,
        ModelEntry entry,
        List<string> reasons,
        List<string> warnings)
    {
        if (isTrial)
        {
            reasons.Add("Download and hash it");
            return entry;
        }

        if (entry.Files.IsEmpty)
        {
            if (await FileAsync(name, entry, null, warnings).ConfigureAwait(false) is not ContentFact found)
            {
                return entry;
            }

            reasons.Add($"Keep its SHA-256, {found.Sha256[..10]}…, from a download");
            return entry with { Sha256 = found.Sha256, Size = found.Size };
        }

        string[] open =
            [.. entry.Files.Where(static file => file.Value.Sha256 is null).Select(static file => file.Key)];
        ContentFact?[] facts = await Task.WhenAll(open.Select(path => FileAsync(name, entry, path, warnings)))
            .ConfigureAwait(false);
        for (int i = 0; i < open.Length; i++)
        {
            if (facts[i] is ContentFact fact)
            {
                entry = entry with { Files = entry.Files.SetItem(open[i], new ModelFile(fact.Size, fact.Sha256)) };
            }
        }

        reasons.Add($"Keep the SHA-256 of {facts.Count(static fact => fact is not null)} files, from a download");
        return entry;
    }

    private async Task<ContentFact?> FileAsync(string name, ModelEntry entry, string? path, List<string> warnings)
    {
        Answer<ContentFact> answer = AddressOf(entry.Source, path) is Uri address
            ? await content.OfAsync(address, largest: null, stop).ConfigureAwait(false)
            : Answer<ContentFact>.Unknown("It has no address.");
        long? expected = path is null ? entry.Size : entry.Files[path].Size;
        if (answer.Exists && expected is long size && answer.Value!.Size != size)
        {
            answer = Answer<ContentFact>.Unknown($"{answer.Value.Size} bytes came, and its source says {size}.");
        }

        if (answer.Exists)
        {
            return answer.Value;
        }

        lock (warnings)
        {
            warnings.Add($"'{(path is null ? name : $"{name}/{path}")}' was not hashed: {answer.Reason}");
        }

        return null;
    }

    private Uri? AddressOf(PinSource source, string? path)
    {
        string file = path is null
            ? source.File ?? string.Empty
            : source.File is string folder ? $"{folder}/{path}"
            : path;
        return source.Kind switch
        {
            SourceKind.HuggingFace => ServiceAddresses.Below(
                addresses.HuggingFace,
                $"/{source.Repository}/resolve/{source.Commit}/"
                    + $"{string.Join('/', file.Split('/').Select(Uri.EscapeDataString))}"),
            SourceKind.Civitai => ServiceAddresses.Below(
                addresses.Civitai,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"/api/download/models/{source.ModelVersionId}"
                        + $"{(source.FileId is long id ? $"?fileId={id}" : string.Empty)}")),
            _ => Uri.TryCreate(source.Url, UriKind.Absolute, out Uri? address) ? address : null,
        };
    }
}
