using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ComfyDeps.Sources.Civitai;

/// <summary>A model, a version of it, or a file of that, at Civitai.</summary>
internal sealed partial record CivitaiAddress
{
    /// <summary>The model, or null when only the version is known.</summary>
    internal long? ModelId { get; init; }

    /// <summary>The version; null for the newest one of the model.</summary>
    internal long? VersionId { get; init; }

    /// <summary>The file; null for the one that a download gives.</summary>
    internal long? FileId { get; init; }

    /// <summary>What the file must be, as a download's address says it: type, format, size, fp, quantType.</summary>
    internal IReadOnlyDictionary<string, string> Filters { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads the address of a page, a download or the API; null for any other.</summary>
    /// <param name="uri">The address, or an AIR URN.</param>
    /// <param name="site">The site in use.</param>
    internal static CivitaiAddress? Parse(Uri uri, Uri site)
    {
        if (!uri.IsAbsoluteUri)
        {
            return null;
        }

        if (uri.Scheme == "urn")
        {
            return ParseUrn(uri.OriginalString);
        }

        if (!IsCivitai(uri, site))
        {
            return null;
        }

        Dictionary<string, string> query = Query(uri.Query);
        Match version = VersionPath().Match(uri.AbsolutePath);
        if (version.Success)
        {
            return Id(version.Groups[1].Value) is long id
                ? new CivitaiAddress
                {
                    VersionId = id,
                    FileId = Id(query.GetValueOrDefault("fileId")),
                    Filters = Filtering(query),
                }
                : null;
        }

        Match model = ModelPath().Match(uri.AbsolutePath);
        return model.Success && Id(model.Groups[1].Value) is long modelId
            ? new CivitaiAddress
            {
                ModelId = modelId,
                VersionId = Id(query.GetValueOrDefault("modelVersionId")),
                FileId = Id(query.GetValueOrDefault("fileId")),
            }
            : null;
    }

    /// <summary>
    /// Reads an AIR URN, such as <c>urn:air:sdxl:lora:civitai:1234@5678</c>; null for any other text.
    /// </summary>
    /// <param name="urn">The text.</param>
    internal static CivitaiAddress? ParseUrn(string urn)
    {
        Match match = Urn().Match(urn);
        return match.Success && Id(match.Groups[1].Value) is long model
            ? new CivitaiAddress
            {
                ModelId = model,
                VersionId = Id(match.Groups[2].Value),
                FileId = Id(match.Groups[3].Value),
            }
            : null;
    }

    private static bool IsCivitai(Uri uri, Uri site)
        => Uri.Compare(
            uri, site, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
            || (uri.Scheme is "https" or "http" && uri.IsDefaultPort && CivitaiHost().IsMatch(uri.Host));

    private static long? Id(string? text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            && id is > 0 and <= int.MaxValue
            ? id
            : null;

    private static Dictionary<string, string> Filtering(Dictionary<string, string> query)
    {
        Dictionary<string, string> filters = new(StringComparer.Ordinal);
        foreach (string name in (string[])["type", "format", "size", "fp", "quantType"])
        {
            if (query.TryGetValue(name, out string? value))
            {
                filters[name] = value;
            }
        }

        return filters;
    }

    private static Dictionary<string, string> Query(string query)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (string pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            values[Uri.UnescapeDataString(parts[0])] = parts.Length == 2
                ? Uri.UnescapeDataString(parts[1].Replace('+', ' '))
                : string.Empty;
        }

        return values;
    }

    [GeneratedRegex(@"^/(?:api/download/models|api/v1/model-versions|model-versions)/([0-9]{1,10})/?$")]
    private static partial Regex VersionPath();

    [GeneratedRegex(@"^/(?:api/v1/)?models/([0-9]{1,10})(?:/[^/]*)?/?$")]
    private static partial Regex ModelPath();

    [GeneratedRegex(
        @"^urn:air:[a-z0-9_.-]+:[a-z0-9_.-]+:civitai:([0-9]{1,10})(?:@([0-9]{1,10}))?"
            + @"(?:\+([0-9]{1,10}))?(?:[.?#:].*)?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Urn();

    [GeneratedRegex(@"^(?:[a-z0-9-]+\.)*civitai\.(?:com|red)$", RegexOptions.IgnoreCase)]
    private static partial Regex CivitaiHost();
}
