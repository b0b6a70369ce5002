using System;
using System.Collections.Generic;
using System.Net.Http.Headers;
using System.Text;
using ComfyDeps.Configuration;

namespace ComfyDeps.Http;

/// <summary>Which credential belongs to which host. A credential is for one scheme, host and port, and goes nowhere else.</summary>
internal sealed class HostCredentials
{
    private readonly Dictionary<string, AuthenticationHeaderValue> _byOrigin = new(StringComparer.Ordinal);

    /// <summary>The tokens of the environment, each for the service that it is for.</summary>
    /// <param name="addresses">Where the services are.</param>
    internal static HostCredentials FromEnvironment(ServiceAddresses addresses)
    {
        HostCredentials credentials = new();
        if (Token(EnvironmentVariables.GitHubToken) is string gitHub)
        {
            credentials.Add(addresses.GitHubApi, new AuthenticationHeaderValue("Bearer", gitHub));

            // GitHub's git endpoints refuse Bearer; any user name goes with a token.
            byte[] pair = Encoding.ASCII.GetBytes($"x-access-token:{gitHub}");
            credentials.Add(addresses.GitHub, new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair)));
        }

        if (Token(EnvironmentVariables.HuggingFaceToken) is string huggingFace)
        {
            credentials.Add(addresses.HuggingFace, new AuthenticationHeaderValue("Bearer", huggingFace));
        }

        if (Token(EnvironmentVariables.CivitaiToken) is string civitai)
        {
            credentials.Add(addresses.Civitai, new AuthenticationHeaderValue("Bearer", civitai));
        }

        return credentials;
    }

    /// <summary>Adds a credential for the host of an address.</summary>
    /// <param name="address">An address of the host.</param>
    /// <param name="credential">What is sent to it.</param>
    internal void Add(Uri address, AuthenticationHeaderValue credential)
    {
        if (IsSafe(address))
        {
            _byOrigin[Origin(address)] = credential;
        }
    }

    /// <summary>The credential for an address, or null.</summary>
    /// <param name="address">The address.</param>
    internal AuthenticationHeaderValue? For(Uri address) => _byOrigin.GetValueOrDefault(Origin(address));

    /// <summary>Scheme, host and port.</summary>
    /// <param name="address">The address.</param>
    internal static string Origin(Uri address)
        => address.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.StrongPort, UriFormat.UriEscaped);

    /// <summary>Whether a credential may travel to an address: over TLS, or on this machine.</summary>
    /// <param name="address">The address.</param>
    internal static bool IsSafe(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.IsLoopback;

    /// <summary>A token, or null when it is absent or could not stand in a header.</summary>
    private static string? Token(string variable)
    {
        string? token = EnvironmentVariables.Read(variable);
        foreach (char c in token ?? string.Empty)
        {
            if (c is <= ' ' or > '~')
            {
                throw new ComfyDepsException(
                    ErrorCode.InvalidArgument,
                    $"The variable {variable} does not hold a token: it has white space or characters that no token has.",
                    variable,
                    "Set it to the token alone, or remove it.");
            }
        }

        return token;
    }
}
