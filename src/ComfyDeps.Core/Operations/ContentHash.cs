using System;
using System.Buffers;
using System.IO;
using System.Net.Http;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;

namespace ComfyDeps.Operations;

/// <summary>Hashes what is at an address, as it comes: nothing of it is kept, however large it is.</summary>
internal sealed class ContentHash : IDisposable
{
    private const long LargestFile = 1L << 40;
    private const int BufferSize = 1 << 20;
    private const int AtOnce = 3;

    private readonly HttpPipeline _http;
    private readonly SemaphoreSlim _gate = new(AtOnce);

    /// <summary>Hashes over a pipeline.</summary>
    /// <param name="http">The way out.</param>
    internal ContentHash(HttpPipeline http) => _http = http;

    /// <summary>Downloads and hashes.</summary>
    /// <param name="address">The address.</param>
    /// <param name="largest">The most bytes that are read; null for as good as any number.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <param name="copy">Gets the bytes too; null for nobody.</param>
    internal async Task<Answer<ContentFact>> OfAsync(
        Uri address, long? largest, CancellationToken cancellationToken, PackArchive? copy = null)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            PipelineDownload download = await _http.OpenAsync(
                new PipelineRequest(address) { AcceptsCompression = false, MaximumBody = largest ?? LargestFile },
                cancellationToken).ConfigureAwait(false);
            await using (download.ConfigureAwait(false))
            {
                return await ReadAsync(download, address, copy, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException)
        {
            return Answer<ContentFact>.Unknown(
                $"The download of {SafeUrl.Of(address)} broke off: {SafeUrl.Redact(e.Message)}", "Try again.");
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static async Task<Answer<ContentFact>> ReadAsync(
        PipelineDownload download, Uri address, PackArchive? copy, CancellationToken cancellationToken)
    {
        PipelineResponse response = download.Response;
        if (!response.IsSuccess)
        {
            return NoFile(response, SafeUrl.Of(address));
        }

        if (response.Headers["Content-Type"]?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
        {
            return Answer<ContentFact>.Unknown(
                $"{SafeUrl.Of(address)} answered with a page in HTML, not with a file.",
                "Open the address in a browser.");
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        long size = 0;
        try
        {
            int read;
            while ((read = await download.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                copy?.Add(buffer.AsSpan(0, read));
                size += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Answer<ContentFact>.Found(
            new ContentFact(size, Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant()), response.AskedAt);
    }

    private static Answer<ContentFact> NoFile(PipelineResponse response, string address)
        => !response.IsAnswered
            ? Answer<ContentFact>.Unknown(response.Problem!, response.Hint)
            : (int)response.Status switch
            {
                404 or 410 => Answer<ContentFact>.Missing($"There is no file at {address}.", response.AskedAt),
                401 or 402 or 403 or 451 => Answer<ContentFact>.Refused(
                    $"{address} does not let this caller have the file.", response.AskedAt),
                int status => Answer<ContentFact>.Unknown($"{address} answered {status}."),
            };
}

/// <summary>What was downloaded.</summary>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hex.</param>
internal sealed record ContentFact(long Size, string Sha256);
