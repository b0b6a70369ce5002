using System;
using System.Linq;
using ComfyDeps.Configuration;

namespace ComfyDeps.Sources.HuggingFace;

/// <summary>
/// Builds addresses of the Hub: every reserved character of a revision is escaped, the slashes of a path are not.
/// </summary>
internal static class HubUrl
{
    /// <summary>The address of a file or folder.</summary>
    /// <param name="endpoint">Where the Hub is.</param>
    /// <param name="place">The file or folder.</param>
    /// <param name="verb">resolve, or tree for a page.</param>
    internal static Uri Of(Uri endpoint, HuggingFaceAddress place, string verb)
    {
        string path = place.Path is null ? string.Empty : "/" + Escaped(place.Path);
        return ServiceAddresses.Below(
            endpoint,
            $"/{place.QualifiedRepository}/{verb}/{Uri.EscapeDataString(place.RevisionOrMain)}{path}");
    }

    /// <summary>The address of an endpoint about a revision.</summary>
    /// <param name="endpoint">Where the Hub is.</param>
    /// <param name="place">The repository and the revision.</param>
    /// <param name="verb">revision, tree or paths-info.</param>
    /// <param name="rest">What follows the revision: a path or a query, escaped.</param>
    internal static Uri Api(Uri endpoint, HuggingFaceAddress place, string verb, string rest = "")
        => ServiceAddresses.Below(
            endpoint,
            $"/api/{place.Type}/{place.Repository}/{verb}/{Uri.EscapeDataString(place.RevisionOrMain)}{rest}");

    /// <summary>The address that tells whether a caller may have the files of a repository.</summary>
    /// <param name="endpoint">Where the Hub is.</param>
    /// <param name="place">The repository.</param>
    internal static Uri AccessCheck(Uri endpoint, HuggingFaceAddress place)
        => ServiceAddresses.Below(endpoint, $"/api/{place.Type}/{place.Repository}/auth-check");

    /// <summary>A repository's page, where its licence is.</summary>
    /// <param name="endpoint">Where the Hub is.</param>
    /// <param name="place">The repository.</param>
    internal static Uri Page(Uri endpoint, HuggingFaceAddress place)
        => ServiceAddresses.Below(endpoint, $"/{place.QualifiedRepository}");

    /// <summary>A path with everything but its slashes escaped.</summary>
    /// <param name="path">The path.</param>
    internal static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
