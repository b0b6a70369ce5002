using System;
using System.Collections.Generic;
using System.Net.Http.Headers;
using System.Text;
using ComfyDeps.Configuration;

namespace ComfyDeps.Http;

/// <summary>
/// Which credential belongs to which host. A credential is for one scheme, host and port, and goes nowhere else.
/// </summary>
internal sealed class HostCredentials
{
    private readonly Dictionary<string, AuthenticationHeaderValue> _byOrigin = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <summary>The tokens of the environment, each for the service that it is for.</summary>
    /// <param name="addresses">Where the services are.</param>
    internal static HostCredentials FromEnvironment(ServiceAddresses addresses)
    {
        HostCredentials credentials = new();

        // GitHub's git endpoints refuse Bearer; any user name goes with a token.
        credentials.Add(addresses.GitHubApi, EnvironmentVariables.GitHubToken, Bearer);
        credentials.Add(
            addresses.GitHub, EnvironmentVariables.GitHubToken, static token => new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"x-access-token:{token}"))));
        credentials.Add(addresses.HuggingFace, EnvironmentVariables.HuggingFaceToken, Bearer);
        credentials.Add(addresses.Civitai, EnvironmentVariables.CivitaiToken, Bearer);
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

    /// <summary>The credential that goes with a question, or null.</summary>
    /// <param name="request">The question.</param>
    internal AuthenticationHeaderValue? Of(PipelineRequest request)
        => request.IsAnonymous || !IsSafe(request.Uri) ? null : request.Authorization ?? For(request.Uri);

    /// <summary>What to do when a host asks to be asked less.</summary>
    /// <param name="request">The question.</param>
    /// <param name="until">When it may be asked again.</param>
    internal string HintFor(PipelineRequest request, DateTimeOffset until)
    {
        string later = $"Try again after {until.UtcDateTime:HH:mm} UTC.";
        return Of(request) is null && _variables.TryGetValue(Origin(request.Uri), out string? variable)
            ? $"Set {variable}: with a token the service answers more often. {later}"
            : later;
    }

    /// <summary>The variable that holds a token for the host of an address, or null.</summary>
    /// <param name="address">The address.</param>
    internal string? VariableFor(Uri address) => _variables.GetValueOrDefault(Origin(address));

    /// <summary>Whether two addresses have scheme, host and port in common.</summary>
    /// <param name="one">An address.</param>
    /// <param name="other">An address.</param>
    internal static bool IsSameOrigin(Uri one, Uri other)
        => string.Equals(Origin(one), Origin(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>Scheme, host and port.</summary>
    /// <param name="address">The address.</param>
    internal static string Origin(Uri address)
        => address.GetComponents(
            UriComponents.Scheme | UriComponents.Host | UriComponents.StrongPort, UriFormat.UriEscaped);

    /// <summary>Whether a credential may travel to an address: over TLS, or on this machine.</summary>
    /// <param name="address">The address.</param>
    internal static bool IsSafe(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.IsLoopback;

    private static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    private void Add(Uri address, string variable, Func<string, AuthenticationHeaderValue> credential)
    {
        _variables[Origin(address)] = variable;
        if (Token(variable) is string token)
        {
            Add(address, credential(token));
        }
    }

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
                    $"The variable {variable} does not hold a token: it has white space or characters that no token "
                        + "has.",
                    variable,
                    "Set it to the token alone, or remove it.");
            }
        }

        return token;
    }
}
