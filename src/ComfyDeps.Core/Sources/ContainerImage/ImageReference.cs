using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace ComfyDeps.Sources.ContainerImage;

/// <summary>A container image by its name, with a tag, a digest, or both.</summary>
internal sealed partial record ImageReference
{
    private const string DockerHub = "docker.io";

    /// <summary>The host of its registry; null for the one that names without a host are at.</summary>
    internal string? Host { get; private init; }

    /// <summary>Its name in the registry, in lower case.</summary>
    internal required string Name { get; init; }

    /// <summary>The tag; <c>latest</c> where neither a tag nor a digest is given.</summary>
    internal string? Tag { get; private init; }

    /// <summary>The digest, or null.</summary>
    internal string? Digest { get; private init; }

    /// <summary>What the manifest is asked for by.</summary>
    internal string TagOrDigest => Digest ?? Tag!;

    /// <summary>Reads a reference; null for what is none.</summary>
    /// <param name="text">Such as <c>runpod/worker-comfyui:5.8.5-base</c>.</param>
    internal static ImageReference? Parse(string text)
    {
        Match match = Form().Match(text);
        if (!match.Success || text.Length > 512)
        {
            return null;
        }

        string name = match.Groups["name"].Value;
        string first = name.Split('/')[0];
        bool hasHost = name.Contains('/', StringComparison.Ordinal)
            && (first.Contains('.', StringComparison.Ordinal)
                || first.Contains(':', StringComparison.Ordinal)
                || first == "localhost");
        string? host = hasHost ? first : null;
        name = hasHost ? name[(first.Length + 1)..] : name;
        string? digest = match.Groups["digest"] is { Success: true } d ? d.Value : null;
        string? tag = match.Groups["tag"] is { Success: true } t ? t.Value : digest is null ? "latest" : null;
        return name.Split('/').All(static part => Part().IsMatch(part))
            ? new ImageReference
            {
                Host = host is DockerHub or "index.docker.io" or "registry-1.docker.io" ? null : host,
                Name = name,
                Tag = tag,
                Digest = digest,
            }
            : null;
    }

    /// <inheritdoc/>
    public override string ToString()
        => (Host is null ? string.Empty : Host + "/") + Name
            + (Tag is null ? string.Empty : ":" + Tag)
            + (Digest is null ? string.Empty : "@" + Digest);

    [GeneratedRegex(
        @"^(?<name>[A-Za-z0-9.-]+(?::[0-9]{1,5}(?=/))?(?:/[a-z0-9._-]+)*)"
            + @"(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$")]
    private static partial Regex Form();

    [GeneratedRegex(@"^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$")]
    private static partial Regex Part();
}
