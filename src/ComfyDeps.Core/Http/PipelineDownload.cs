using System;
using System.IO;
using System.Threading.Tasks;

namespace ComfyDeps.Http;

/// <summary>A response whose body is read by the caller as it comes, for what is too large to hold.</summary>
internal sealed class PipelineDownload : IAsyncDisposable
{
    private readonly IDisposable? _owner;

    /// <summary>Wraps a response and what must be let go after it.</summary>
    /// <param name="response">Status and headers, or why there are none; its body is empty.</param>
    /// <param name="body">The body, or an empty stream.</param>
    /// <param name="owner">Let go on disposal.</param>
    internal PipelineDownload(PipelineResponse response, Stream body, IDisposable? owner)
    {
        Response = response;
        Body = body;
        _owner = owner;
    }

    /// <summary>Status and headers, or why there are none.</summary>
    internal PipelineResponse Response { get; }

    /// <summary>
    /// The body. Reading throws an <see cref="IOException"/> when the connection breaks, the body is longer than the
    /// request allows, or shorter than the service said.
    /// </summary>
    internal Stream Body { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync().ConfigureAwait(false);
        _owner?.Dispose();
    }
}
