using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;

namespace ComfyDeps.Http;

/// <summary>
/// The one way out of this machine: cache, gates for each host, redirects, retries, limits, credentials.
/// </summary>
internal sealed class HttpPipeline
{
    /// <summary>
    /// One for the process, so that connections are shared. It does nothing by itself that this class should decide.
    /// </summary>
    private static readonly HttpMessageInvoker s_shared = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxConnectionsPerServer = 32,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    });

    private readonly ConcurrentDictionary<string, HostGate> _gates = new(StringComparer.Ordinal);
    private readonly HttpMessageInvoker _sender;
    private readonly DiskCache? _cache;
    private readonly ResiliencePipeline<Attempt> _retry;

    /// <summary>Makes a pipeline.</summary>
    /// <param name="settings">How it asks.</param>
    internal HttpPipeline(HttpSettings settings)
    {
        Settings = settings;
        _sender = settings.Sender ?? s_shared;
        _cache = settings.CacheFolder is string folder ? new DiskCache(folder, settings.MaximumCacheBytes) : null;
        _retry = Retry(settings);
    }

    /// <summary>How it asks.</summary>
    internal HttpSettings Settings { get; }

    /// <summary>
    /// Asks, from the cache where the request allows it. Never throws for what a service or a network does: the
    /// response says what the problem was.
    /// </summary>
    /// <param name="request">The question.</param>
    /// <param name="cancellationToken">Stops the asking, with an <see cref="OperationCanceledException"/>.</param>
    internal async Task<PipelineResponse> SendAsync(PipelineRequest request, CancellationToken cancellationToken)
    {
        if (_cache is null || !request.Cache.IsStored)
        {
            return Settings.IsOffline ? Offline(request, null) : await AskAsync(request, [], cancellationToken)
                .ConfigureAwait(false);
        }

        string key = CacheKey.Of(request, Settings.Credentials.Of(request));
        CacheEntry? known = _cache.Find(key);
        PipelineResponse? kept = known is null ? null : With(known.Response, key);
        if (kept is not null && IsFresh(kept, request.Cache))
        {
            return kept;
        }

        if (Settings.IsOffline)
        {
            return Offline(request, kept);
        }

        PipelineResponse response = await AskAsync(request, Conditions(known), cancellationToken).ConfigureAwait(false);
        if (!response.IsAnswered)
        {
            return With(response, lastKnown: kept);
        }

        if (response.Status == HttpStatusCode.NotModified && kept is not null)
        {
            response = With(kept, key, askedAt: response.AskedAt);
        }

        if (CacheEntry.CanKeep(response) && request.MayKeep?.Invoke(response) != false)
        {
            _cache.Keep(key, new CacheEntry { Response = response });
        }

        return With(response, key);
    }

    /// <summary>
    /// Asks and gives the body as a stream. Never from the cache; repeated until the headers have come.
    /// </summary>
    /// <param name="request">The question.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<PipelineDownload> OpenAsync(PipelineRequest request, CancellationToken cancellationToken)
    {
        if (Settings.IsOffline)
        {
            return new PipelineDownload(Offline(request, null), Stream.Null, null);
        }

        Exchange exchange = new(Settings, _sender, GateOf, request, [], isStream: true);
        Attempt attempt = await RepeatAsync(exchange, cancellationToken).ConfigureAwait(false);
        if (attempt.Hop is not Hop hop)
        {
            return new PipelineDownload(attempt.Response, Stream.Null, null);
        }

        try
        {
            Stream body = await BoundedBody.OpenAsync(hop.Message.Content, cancellationToken).ConfigureAwait(false);
            long? expected = hop.Message.Content.Headers.ContentEncoding.Count == 0
                ? hop.Message.Content.Headers.ContentLength
                : null;
            return new PipelineDownload(
                attempt.Response, new LimitedStream(body, request.MaximumBody, expected), hop);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException)
        {
            hop.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A source recognised that a host is asked too much by an answer that only it can read: from now on one question
    /// at a time.
    /// </summary>
    /// <param name="uri">An address of the host.</param>
    internal void Throttle(Uri uri) => GateOf(uri).Throttled(forGood: true);

    private static ResiliencePipeline<Attempt> Retry(HttpSettings settings)
    {
        ResiliencePipelineBuilder<Attempt> builder = new() { TimeProvider = settings.Clock };
        if (settings.MaximumAttempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = settings.MaximumAttempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                Delay = settings.FirstDelay,
                UseJitter = true,
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Result is { IsWorthRepeating: true }),
                DelayGenerator = static arguments => ValueTask.FromResult(arguments.Outcome.Result?.Wait),
            });
        }

        return builder.Build();
    }

    private static List<KeyValuePair<string, string>> Conditions(CacheEntry? known)
    {
        List<KeyValuePair<string, string>> conditions = [];
        if (known?.ETag is string tag)
        {
            conditions.Add(KeyValuePair.Create("If-None-Match", tag));
        }

        if (known?.LastModified is string date)
        {
            conditions.Add(KeyValuePair.Create("If-Modified-Since", date));
        }

        return conditions;
    }

    private static PipelineResponse Offline(PipelineRequest request, PipelineResponse? kept) => new()
    {
        Uri = request.Uri,
        Problem = $"{SafeUrl.Of(request.Uri)} was not asked: offline.",
        Hint = "Leave out -Offline and unset COMFYDEPS_OFFLINE to ask it.",
        LastKnown = kept,
    };

    private bool IsFresh(PipelineResponse kept, CachePolicy policy)
    {
        TimeSpan age = Settings.Clock.GetUtcNow() - kept.AskedAt;
        TimeSpan limit = CacheEntry.IsMissing(kept) ? policy.MissingFreshFor : policy.FreshFor;
        return age >= TimeSpan.Zero && age < limit && (Settings.MaximumAnswerAge is not TimeSpan most || age < most);
    }

    private HostGate GateOf(Uri uri)
        => _gates.GetOrAdd(
            HostCredentials.Origin(uri), static (_, most) => new HostGate(most), Settings.MaximumPerHost);

    private async Task<PipelineResponse> AskAsync(
        PipelineRequest request,
        IReadOnlyList<KeyValuePair<string, string>> conditions,
        CancellationToken cancellationToken)
    {
        Exchange exchange = new(Settings, _sender, GateOf, request, conditions, isStream: false);
        return (await RepeatAsync(exchange, cancellationToken).ConfigureAwait(false)).Response;
    }

    private ValueTask<Attempt> RepeatAsync(Exchange exchange, CancellationToken cancellationToken)
        => _retry.ExecuteAsync(static (exchange, token) => exchange.AskAsync(token), exchange, cancellationToken);

    /// <summary>The same response with what the cache adds to it.</summary>
    private PipelineResponse With(
        PipelineResponse response,
        string? key = null,
        DateTimeOffset? askedAt = null,
        PipelineResponse? lastKnown = null)
            => new()
            {
                Status = response.Status,
                Headers = response.Headers,
                Body = response.Body,
                Uri = response.Uri,
                Redirects = response.Redirects,
                AskedAt = askedAt ?? response.AskedAt,
                IsFromCache = response.IsFromCache,
                Problem = response.Problem,
                Hint = response.Hint,
                IsThrottled = response.IsThrottled,
                IsTooLarge = response.IsTooLarge,
                LastKnown = lastKnown ?? response.LastKnown,
                Forget = key is null ? response.Forget : () => _cache!.Remove(key),
            };
}
