using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Http;

/// <summary>Asks one question once: host by host along the redirects, each behind its gate.</summary>
internal sealed class Exchange
{
    private readonly HttpSettings _settings;
    private readonly HttpMessageInvoker _sender;
    private readonly Func<Uri, HostGate> _gates;
    private readonly PipelineRequest _request;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _conditions;
    private readonly bool _isStream;
    private readonly TimeBudget _budget;
    private readonly List<RedirectStep> _steps = [];

    // Where the question is, and how it is asked there: redirects change both.
    private Uri _uri;
    private HttpMethod _method;

    /// <summary>Prepares one question.</summary>
    /// <param name="settings">How to ask.</param>
    /// <param name="sender">What sends.</param>
    /// <param name="gates">The gate of an address's host.</param>
    /// <param name="request">The question.</param>
    /// <param name="conditions">The headers that let the service say "not changed".</param>
    /// <param name="isStream">Whether the caller reads the body.</param>
    internal Exchange(
        HttpSettings settings,
        HttpMessageInvoker sender,
        Func<Uri, HostGate> gates,
        PipelineRequest request,
        IReadOnlyList<KeyValuePair<string, string>> conditions,
        bool isStream)
    {
        _settings = settings;
        _sender = sender;
        _gates = gates;
        _request = request;
        _conditions = conditions;
        _isStream = isStream;
        _uri = request.Uri;
        _method = request.Method;
        _budget = new TimeBudget(settings.Clock, settings.TotalTimeout);
    }

    /// <summary>Asks once.</summary>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async ValueTask<Attempt> AskAsync(CancellationToken cancellationToken)
    {
        _steps.Clear();
        _uri = _request.Uri;
        _method = _request.Method;
        Attempt? attempt;
        do
        {
            HostGate gate = _gates(_uri);
            DateTimeOffset? until = await WaitForPauseAsync(gate, _uri, cancellationToken).ConfigureAwait(false);
            attempt = until is null
                ? await AskHostAsync(gate, cancellationToken).ConfigureAwait(false)
                : Paused(_uri, until.Value);
        }
        while (attempt is null);
        return attempt;
    }

    /// <summary>Asks the host that the question is at; null when it redirects, and the question is moved.</summary>
    private async ValueTask<Attempt?> AskHostAsync(HostGate gate, CancellationToken cancellationToken)
    {
        long inLine = _settings.Clock.GetTimestamp();
        await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        _budget.Forgive(inLine);
        CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Hop hop = new(gate, timer);
        Attempt? attempt = null;
        try
        {
            timer.CancelAfter(_request.AttemptTimeout ?? _settings.AttemptTimeout);
            using HttpRequestMessage message = Message(_uri, _method);
            hop.Message = await _sender.SendAsync(message, hop.Token).ConfigureAwait(false);
            if (!Leads(hop.Message.StatusCode))
            {
                attempt = await JudgeAsync(hop, gate, _uri).ConfigureAwait(false);
            }
            else if (!Follow(hop))
            {
                attempt = await StopAtRedirectAsync(hop, _uri).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (IsBroken(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            attempt = Broken(e, _uri, gate);
        }
        finally
        {
            if (attempt?.Hop is null)
            {
                hop.Dispose();
            }
        }

        return attempt;
    }

    private static bool IsBroken(Exception e)
        => e is HttpRequestException or IOException or OperationCanceledException or InvalidDataException;

    private bool Leads(HttpStatusCode status)
        => RedirectTarget.IsRedirect(status) && _request.Redirects != RedirectRule.None;

    private HttpRequestMessage Message(Uri uri, HttpMethod method)
    {
        HttpRequestMessage message = new(method, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        bool hasAgent = false;
        foreach (KeyValuePair<string, string> header in _request.Headers)
        {
            hasAgent |= string.Equals(header.Key, "User-Agent", StringComparison.OrdinalIgnoreCase);
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        foreach (KeyValuePair<string, string> condition in _conditions)
        {
            message.Headers.TryAddWithoutValidation(condition.Key, condition.Value);
        }

        if (!hasAgent)
        {
            message.Headers.TryAddWithoutValidation("User-Agent", HttpSettings.UserAgent);
        }

        message.Headers.TryAddWithoutValidation(
            "Accept-Encoding", _request.AcceptsCompression ? BoundedBody.Encodings : "identity");
        if (method == HttpMethod.Post)
        {
            message.Content = new ReadOnlyMemoryContent(_request.Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", _request.ContentType);
        }

        message.Headers.Authorization = HasLeft(uri) ? null : _settings.Credentials.Of(_request);
        return message;
    }

    /// <summary>
    /// Whether the question has ever left the host that it was meant for: then no credential goes along.
    /// </summary>
    private bool HasLeft(Uri uri)
        => _steps.Exists(step => !HostCredentials.IsSameOrigin(step.From, _request.Uri))
            || !HostCredentials.IsSameOrigin(uri, _request.Uri);

    /// <summary>Moves the question to where it is redirected to; false where that is not followed.</summary>
    private bool Follow(Hop hop)
    {
        HttpStatusCode status = hop.Message.StatusCode;
        Uri? to = RedirectTarget.Resolve(_uri, hop.Headers["Location"]);
        if (to is null || _steps.Count >= _settings.MaximumRedirects || RedirectTarget.Danger(_uri, to) is not null)
        {
            return false;
        }

        bool leaves = !HostCredentials.IsSameOrigin(_uri, to);
        HttpMethod next = RedirectTarget.Method(status, _method);
        if (leaves && (_request.Redirects == RedirectRule.SameHost || next == HttpMethod.Post))
        {
            return false;
        }

        _method = next;
        _steps.Add(new RedirectStep(status, _uri, to));
        _uri = to;
        return true;
    }

    /// <summary>A redirect that is not followed: an answer where the request allows that, else a problem.</summary>
    private async Task<Attempt> StopAtRedirectAsync(Hop hop, Uri uri)
    {
        Uri? to = RedirectTarget.Resolve(uri, hop.Headers["Location"]);
        string? problem = to is null ? $"{SafeUrl.Of(uri)} redirects without saying where to."
            : _request.Redirects == RedirectRule.SameHost && !HostCredentials.IsSameOrigin(uri, to) ? null
            : RedirectTarget.Danger(uri, to)
                ?? (_steps.Count >= _settings.MaximumRedirects
                    ? $"{SafeUrl.Of(_request.Uri)} redirects more than {_settings.MaximumRedirects} times."
                    : $"{SafeUrl.Of(uri)} redirects a {_request.Method} to another host, which is not followed.");
        if (problem is null)
        {
            return await JudgeAsync(hop, _gates(uri), uri).ConfigureAwait(false);
        }

        return new Attempt(Problem(uri, problem, null, hop.Message.StatusCode, hop.Headers));
    }

    private async Task<Attempt> JudgeAsync(Hop hop, HostGate gate, Uri uri)
    {
        HttpStatusCode status = hop.Message.StatusCode;
        ResponseHeaders headers = hop.Headers;
        bool isGood = (int)status is >= 200 and <= 299;
        byte[]? body = [];
        if (!(isGood && (_isStream || _request.HeadersOnly)) && _request.Method != HttpMethod.Head)
        {
            body = await BoundedBody.ReadAsync(hop.Message.Content, _request.MaximumBody, hop.Token)
                .ConfigureAwait(false);
        }

        if (body is null)
        {
            return new Attempt(Problem(
                uri,
                $"{SafeUrl.Of(uri)} answered more than the {_request.MaximumBody} bytes that are read.",
                null,
                status,
                headers,
                isTooLarge: true));
        }

        DateTimeOffset now = _settings.Clock.GetUtcNow();
        if (RateLimit.IsThrottle(status, headers, body))
        {
            return Throttled(gate, uri, status, headers, body, now);
        }

        if (status == HttpStatusCode.RequestTimeout || ((int)status >= 500 && status != HttpStatusCode.NotImplemented))
        {
            TimeSpan? wait = RateLimit.Wait(status, headers, now);
            string problem = $"{SafeUrl.Of(uri)} answered {(int)status} ({status}).";
            return Repeat(Problem(uri, problem, "Try again later.", status, headers, body), wait);
        }

        return Accept(hop, gate, uri, headers, body, now);
    }

    private Attempt Accept(Hop hop, HostGate gate, Uri uri, ResponseHeaders headers, byte[] body, DateTimeOffset now)
    {
        gate.Answered();
        if (RateLimit.UsedUpUntil(headers, now) is DateTimeOffset until)
        {
            gate.Pause(RateLimit.BucketOf(uri), until);
        }

        PipelineResponse response = new()
        {
            Status = hop.Message.StatusCode,
            Headers = headers,
            Body = body,
            Uri = uri,
            Redirects = [.. _steps],
            AskedAt = now,
        };
        bool isStream = _isStream && response.IsSuccess;
        if (response.IsSuccess
            && !_isStream
            && !_request.HeadersOnly
            && _request.Check?.Invoke(response) is string defect)
        {
            string problem = $"{SafeUrl.Of(uri)} answered something that cannot be used: {defect}.";
            return Repeat(Problem(uri, problem, "Try again later.", response.Status, headers, body), null);
        }

        if (isStream)
        {
            hop.StopTimer();
        }

        return new Attempt(response, Hop: isStream ? hop : null);
    }

    private Attempt Throttled(
        HostGate gate, Uri uri, HttpStatusCode status, ResponseHeaders headers, byte[] body, DateTimeOffset now)
    {
        gate.Throttled(_request.StaysSlowAfterThrottle);
        TimeSpan wait = RateLimit.Wait(status, headers, now) ?? TimeSpan.FromMinutes(1);
        gate.Pause(RateLimit.BucketOf(uri), now + wait);
        string said = headers["x-github-edge-message"] is string edge ? $": {SafeUrl.Redact(edge)}" : ".";
        PipelineResponse problem = Problem(
            uri,
            $"{SafeUrl.Of(uri)} asks to be asked less ({(int)status}){said}",
            _settings.Credentials.HintFor(_request, now + wait),
            status,
            headers,
            body,
            isThrottled: true);

        // Repeating prolongs the locks of git hosts; elsewhere the service's own time is kept.
        return _request.StaysSlowAfterThrottle ? new Attempt(problem) : Repeat(problem, wait);
    }

    private async ValueTask<DateTimeOffset?> WaitForPauseAsync(
        HostGate gate,
        Uri uri,
        CancellationToken cancellationToken)
    {
        string bucket = RateLimit.BucketOf(uri);
        while (gate.PausedUntil(bucket, _settings.Clock.GetUtcNow()) is DateTimeOffset until)
        {
            TimeSpan wait = until - _settings.Clock.GetUtcNow();
            if (wait > _budget.Left)
            {
                return until;
            }

            await Task.Delay(wait, _settings.Clock, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private Attempt Paused(Uri uri, DateTimeOffset until) => new(new PipelineResponse
    {
        Uri = uri,
        Redirects = [.. _steps],
        Problem = $"{HostCredentials.Origin(uri)} asked not to be asked before {until.UtcDateTime:HH:mm:ss} UTC.",
        Hint = _settings.Credentials.HintFor(_request, until),
        IsThrottled = true,
    });

    private Attempt Broken(Exception e, Uri uri, HostGate gate)
    {
        bool cannotConnect = e is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError,
        };
        bool wasDown = gate.IsDown;
        if (cannotConnect)
        {
            gate.Unreachable();
        }

        string why = e is OperationCanceledException
            ? $"it did not answer within {(_request.AttemptTimeout ?? _settings.AttemptTimeout).TotalSeconds:0.#} s"
            : SafeUrl.Redact(e.GetBaseException().Message.TrimEnd('.'));
        PipelineResponse problem = Problem(
            uri, $"{SafeUrl.Of(uri)} could not be asked: {why}.", "Check the connection and try again.");

        // A host that could not be reached for the question before is tried once for each further one.
        return cannotConnect && wasDown ? new Attempt(problem) : Repeat(problem, null);
    }

    private Attempt Repeat(PipelineResponse problem, TimeSpan? wait)
        => new(problem, _request.IsRepeatable && _budget.Left > (wait ?? TimeSpan.Zero), wait);

    private PipelineResponse Problem(
        Uri uri,
        string problem,
        string? hint,
        HttpStatusCode status = default,
        ResponseHeaders? headers = null,
        byte[]? body = null,
        bool isThrottled = false,
        bool isTooLarge = false)
        => new()
        {
            Uri = uri,
            Redirects = [.. _steps],
            Status = status,
            Headers = headers ?? ResponseHeaders.Empty,
            Body = body ?? [],
            AskedAt = _settings.Clock.GetUtcNow(),
            Problem = problem,
            Hint = hint,
            IsThrottled = isThrottled,
            IsTooLarge = isTooLarge,
        };
}
