using System;
using System.Collections.Generic;
using System.Net.Http.Headers;
using ComfyDeps.Configuration;
using ComfyDeps.Http;

namespace ComfyDeps.Core.Tests.Support;

/// <summary>Pipelines for tests: real sockets, and a patience of milliseconds.</summary>
internal static class TestPipeline
{
    /// <summary>A pipeline without a cache.</summary>
    /// <param name="tokens">Address and bearer token pairs.</param>
    internal static HttpPipeline Create(params (string Address, string Token)[] tokens)
        => new(new HttpSettings
        {
            Credentials = Credentials(tokens),
            MaximumAttempts = 3,
            AttemptTimeout = TimeSpan.FromSeconds(2),
            TotalTimeout = TimeSpan.FromSeconds(10),
            FirstDelay = TimeSpan.FromMilliseconds(1),
        });

    /// <summary>A pipeline that gives up soon, for services that never answer well.</summary>
    internal static HttpPipeline Impatient()
        => new(new HttpSettings
        {
            MaximumAttempts = 2,
            AttemptTimeout = TimeSpan.FromMilliseconds(500),
            TotalTimeout = TimeSpan.FromMilliseconds(1500),
            FirstDelay = TimeSpan.FromMilliseconds(1),
        });

    /// <summary>A pipeline that keeps answers in a folder.</summary>
    internal static HttpPipeline Cached(string folder, bool isOffline = false)
        => new(new HttpSettings
        {
            CacheFolder = folder,
            IsOffline = isOffline,
            MaximumAttempts = 2,
            FirstDelay = TimeSpan.FromMilliseconds(1),
        });

    /// <summary>Addresses that lead to one stand-in, whatever the service.</summary>
    internal static ServiceAddresses At(string address)
    {
        Uri uri = new(address);
        return new ServiceAddresses
        {
            ComfyRegistry = uri,
            HuggingFace = uri,
            Civitai = uri,
            Manager = uri,
            ImageRegistry = uri,
        };
    }

    private static HostCredentials Credentials(IEnumerable<(string Address, string Token)> tokens)
    {
        HostCredentials credentials = new();
        foreach ((string address, string token) in tokens)
        {
            credentials.Add(new Uri(address), new AuthenticationHeaderValue("Bearer", token));
        }

        return credentials;
    }
}
