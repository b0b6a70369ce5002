using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;
using ComfyDeps.Registry;
using ComfyDeps.Sources;

namespace ComfyDeps.Operations.Constraints;

/// <summary>
/// Reads what node packs, and ComfyUI itself, require of Python: their <c>requirements.txt</c> at exactly their pins.
/// </summary>
internal sealed class PackRequirements
{
    private const string FileName = "requirements.txt";
    private const int LargestList = 1024 * 1024;
    private const long LargestArchive = 2L * 1024 * 1024 * 1024;

    private readonly NodeSources _sources;
    private readonly HttpPipeline _http;

    /// <summary>A reader over the sources.</summary>
    /// <param name="sources">The sources of packs.</param>
    /// <param name="http">The way out, for archives.</param>
    internal PackRequirements(NodeSources sources, HttpPipeline http)
    {
        _sources = sources;
        _http = http;
    }

    /// <summary>The list of a pack.</summary>
    /// <param name="name">The pack's id.</param>
    /// <param name="source">Its pin.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <returns>The text; empty for a pack that requires nothing.</returns>
    /// <exception cref="ComfyDepsException">It could not be had, or the pack has no pin.</exception>
    internal async Task<string> OfAsync(string name, PinSource source, CancellationToken cancellationToken)
    {
        byte[]? list = source switch
        {
            { Kind: SourceKind.Git, Commit: string commit, Url: string url }
                => Known(name, await _sources.Files.FindAsync(source.Mirror ?? url, commit, FileName, cancellationToken)
                    .ConfigureAwait(false)).Content,
            { Kind: SourceKind.ComfyRegistry, Id: string id, Version: string version }
                => await OfArchiveAsync(
                    new NodePin(new NodeReference(name, id, null), version, null),
                    source,
                    cancellationToken).ConfigureAwait(false),
            _ => throw new ComfyDepsException(
                ErrorCode.PinNotVerified,
                $"'{name}' has no pin, so that its requirements are not known.",
                name,
                "Pin it first, with Update-ComfyRegistry."),
        };
        return list is null ? string.Empty : Encoding.UTF8.GetString(list).TrimStart('\uFEFF');
    }

    private static T Known<T>(string name, Answer<T> answer)
        where T : class
        => answer.Exists ? answer.Value! : throw answer.ToException(name);

    private static ComfyDepsException Unreadable(NodePin pin, string reason) => new(
        ErrorCode.SourceUnavailable,
        $"The archive of '{pin.Pack.Name}' {pin.Version} {reason}.",
        pin.Pack.Name,
        "Try again later.");

    private async Task<byte[]?> OfArchiveAsync(NodePin pin, PinSource source, CancellationToken cancellationToken)
    {
        string address = source.Mirror
            ?? source.DownloadUrl
            ?? Known(pin.Pack.Name, await _sources.ComfyRegistry.VersionAsync(pin, cancellationToken)
                .ConfigureAwait(false)).Url?.AbsoluteUri
            ?? throw Unreadable(pin, "has no address in the Comfy Registry");
        string file = Path.Join(Path.GetTempPath(), $"comfydeps-{Guid.NewGuid():N}.zip");
        try
        {
            string hash = await DownloadAsync(pin, new Uri(address), file, cancellationToken).ConfigureAwait(false);
            return source.Sha256 is null || source.Sha256 == hash
                ? Unpack(file)
                : throw new ComfyDepsException(
                    ErrorCode.SourceMalformed,
                    $"The archive of '{pin.Pack.Name}' {pin.Version} is not the one that was pinned: its SHA-256 is "
                        + $"{hash}.",
                    pin.Pack.Name,
                    "Find out why it changed before anything of it is installed.");
        }
        catch (Exception e) when (e is InvalidDataException or IOException or HttpRequestException)
        {
            throw Unreadable(pin, $"could not be read: {e.Message.TrimEnd('.')}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The hash of what was downloaded.</summary>
    private async Task<string> DownloadAsync(NodePin pin, Uri address, string file, CancellationToken cancellationToken)
    {
        PipelineDownload download = await _http.OpenAsync(
            new PipelineRequest(address) { AcceptsCompression = false, MaximumBody = LargestArchive },
            cancellationToken).ConfigureAwait(false);
        await using (download.ConfigureAwait(false))
        {
            if (!download.Response.IsAnswered || !download.Response.IsSuccess)
            {
                throw Unreadable(
                    pin,
                    "could not be downloaded: "
                        + $"{download.Response.Problem?.TrimEnd('.') ?? download.Response.Status.ToString()}");
            }

            FileStream written = new(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            await using (written.ConfigureAwait(false))
            {
                await download.Body.CopyToAsync(written, cancellationToken).ConfigureAwait(false);
                written.Position = 0;
                byte[] hash = await SHA256.HashDataAsync(written, cancellationToken).ConfigureAwait(false);
                return Convert.ToHexString(hash).ToLowerInvariant();
            }
        }
    }

    private static byte[]? Unpack(string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(file);
        if (archive.Entries.FirstOrDefault(static entry => entry.FullName == FileName) is not ZipArchiveEntry entry)
        {
            return null;
        }

        if (entry.Length > LargestList)
        {
            throw new InvalidDataException($"its {FileName} is larger than is read");
        }

        byte[] text = new byte[entry.Length];
        using Stream source = entry.Open();
        source.ReadExactly(text);
        return text;
    }
}
