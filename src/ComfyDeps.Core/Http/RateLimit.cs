using System;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ComfyDeps.Http;

/// <summary>Reads the ways in which services say "not now".</summary>
internal static partial class RateLimit
{
    private const int LongestBody = 4096;

    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <summary>
    /// GitHub asks for at least a minute after its second kind of limit, which has no header of its own.
    /// </summary>
    private static readonly TimeSpan s_afterSecondary = TimeSpan.FromMinutes(1);

    /// <summary>Whether a refusal means "too much" rather than "no".</summary>
    /// <param name="status">The status.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="body">The body, of which only the beginning counts.</param>
    internal static bool IsThrottle(HttpStatusCode status, ResponseHeaders headers, ReadOnlySpan<byte> body)
    {
        if (status == HttpStatusCode.TooManyRequests)
        {
            return true;
        }

        if ((int)status >= 400 && headers["x-github-edge-message"] is not null)
        {
            return true;
        }

        return status == HttpStatusCode.Forbidden
            && (headers["x-ratelimit-remaining"]?.Trim() == "0"
                || headers["Retry-After"] is not null
                || SaysRateLimit(Encoding.UTF8.GetString(body[..Math.Min(body.Length, LongestBody)])));
    }

    /// <summary>How long the service asks to be left alone, or null where it does not say.</summary>
    /// <param name="status">The status.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="now">What time it is.</param>
    internal static TimeSpan? Wait(HttpStatusCode status, ResponseHeaders headers, DateTimeOffset now)
    {
        if (RetryAfter(headers["Retry-After"], now) is TimeSpan asked)
        {
            return Bound(asked);
        }

        if (Window(headers["RateLimit"]) is TimeSpan window)
        {
            return Bound(window + TimeSpan.FromSeconds(1));
        }

        if (headers["x-ratelimit-remaining"]?.Trim() == "0"
            && Reset(headers["x-ratelimit-reset"]) is DateTimeOffset reset)
        {
            return Bound(reset - now + TimeSpan.FromSeconds(1));
        }

        return status switch
        {
            HttpStatusCode.Forbidden => s_afterSecondary,
            HttpStatusCode.TooManyRequests => TimeSpan.FromSeconds(2),
            _ => null,
        };
    }

    /// <summary>When the quota is used up by an answer that is good: until when to ask nothing more, or null.</summary>
    /// <param name="headers">The headers of a good answer.</param>
    /// <param name="now">What time it is.</param>
    internal static DateTimeOffset? UsedUpUntil(ResponseHeaders headers, DateTimeOffset now)
        => headers["x-ratelimit-remaining"]?.Trim() == "0"
            && Reset(headers["x-ratelimit-reset"]) is DateTimeOffset reset && reset > now && reset - now < s_longest
            ? reset
            : null;

    /// <summary>Which of a host's quotas a question counts to: the Hub counts its API and its files apart.</summary>
    /// <param name="uri">The address.</param>
    internal static string BucketOf(Uri uri)
    {
        string path = uri.AbsolutePath;
        return path.Contains("/resolve/", StringComparison.Ordinal) ? "files"
            : path.StartsWith("/api/", StringComparison.Ordinal) ? "api"
            : string.Empty;
    }

    private static TimeSpan? RetryAfter(string? value, DateTimeOffset now)
    {
        if (value is null)
        {
            return null;
        }

        if (double.TryParse(
            value,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite,
            CultureInfo.InvariantCulture,
            out double seconds))
        {
            return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, s_longest.TotalSeconds));
        }

        return DateTimeOffset.TryParse(
            value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
            ? date - now
            : null;
    }

    /// <summary>The seconds of the draft header, when it says that nothing remains.</summary>
    private static TimeSpan? Window(string? value)
    {
        Match match = value is null ? Match.Empty : RemainingAndTime().Match(value);
        return match.Success && match.Groups[1].ValueSpan.TrimStart('0').Length == 0
            ? TimeSpan.FromSeconds(int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    private static DateTimeOffset? Reset(string? value)
        => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds < 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static TimeSpan Bound(TimeSpan wait)
        => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > s_longest ? s_longest : wait;

    private static bool SaysRateLimit(string body)
        => body.Contains("rate limit", StringComparison.OrdinalIgnoreCase)
            || body.Contains("abuse detection", StringComparison.OrdinalIgnoreCase)
            || body.Contains("temporarily limiting", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@";\s*r=([0-9]{1,9})\s*;\s*t=([0-9]{1,6})\b")]
    private static partial Regex RemainingAndTime();
}
