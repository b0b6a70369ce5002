using System;
using System.Net.Http;
using ComfyDeps.Configuration;

namespace ComfyDeps.Http;

/// <summary>How the pipeline asks. Tests set what users never need to.</summary>
internal sealed class HttpSettings
{
    /// <summary>Which credential belongs to which host.</summary>
    internal HostCredentials Credentials { get; init; } = new();

    /// <summary>The folder of the cache, or null for none.</summary>
    internal string? CacheFolder { get; init; }

    /// <summary>How many bytes the cache may hold; the answers that were used longest ago go first.</summary>
    internal long MaximumCacheBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// How old an answer may be that is used without asking, whatever is allowed for its kind; null for no limit.
    /// </summary>
    internal TimeSpan? MaximumAnswerAge { get; init; }

    /// <summary>Whether no service may be asked.</summary>
    internal bool IsOffline { get; init; }

    /// <summary>How often one question is asked at most.</summary>
    internal int MaximumAttempts { get; init; } = 4;

    /// <summary>How long one attempt may take.</summary>
    internal TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one question may take with all its attempts and the waiting between them.</summary>
    internal TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>The wait before the second attempt; it doubles from there, with jitter.</summary>
    internal TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many questions a host is asked at once.</summary>
    internal int MaximumPerHost { get; init; } = 8;

    /// <summary>How many redirects are followed.</summary>
    internal int MaximumRedirects { get; init; } = 10;

    /// <summary>What time it is, and what waits.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What sends, or null for the one that the process shares. It must not follow redirects.</summary>
    internal HttpMessageInvoker? Sender { get; init; }

    /// <summary>How the module names itself.</summary>
    internal static string UserAgent { get; } =
        $"ComfyDeps/{typeof(HttpSettings).Assembly.GetName().Version?.ToString(3) ?? "0.0.0"}";

    /// <summary>The settings for users.</summary>
    /// <param name="addresses">Where the services are.</param>
    /// <param name="isOffline">Whether the user asked for no questions; the environment can say so too.</param>
    /// <param name="maximumAnswerAge">How old an answer may be that is used without asking; null for no limit of its
    /// own.</param>
    internal static HttpSettings FromEnvironment(
        ServiceAddresses addresses, bool isOffline = false, TimeSpan? maximumAnswerAge = null) => new()
    {
        MaximumAnswerAge = maximumAnswerAge,
        Credentials = HostCredentials.FromEnvironment(addresses),
        CacheFolder = CacheLocation.Folder,
        IsOffline = isOffline || EnvironmentVariables.IsOn(EnvironmentVariables.Offline),
    };
}
