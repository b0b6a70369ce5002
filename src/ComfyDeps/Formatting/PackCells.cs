using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace ComfyDeps.Formatting;

/// <summary>The cells of the views of <see cref="NodePack"/> and <see cref="NodeVersion"/>.</summary>
public static class PackCells
{
    private const string GitHub = "github.com";

    /// <summary>
    /// A pack's repository without what all addresses have: <c>owner/repo</c> on GitHub, else with its host.
    /// </summary>
    /// <param name="pack">The pack.</param>
    /// <returns>The cell.</returns>
    public static string Repository(NodePack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        return pack.Url is not Uri url ? string.Empty
            : url.Host == GitHub ? Format.Text(url.AbsolutePath.Trim('/'))
            : Format.Text(url.Host + url.AbsolutePath.TrimEnd('/'));
    }

    /// <summary>
    /// What is to be known before a version is taken: what its source says of it, and whether it is the newest good
    /// one.
    /// </summary>
    /// <param name="version">The version.</param>
    /// <param name="style">The session's <c>$PSStyle</c>, or null for no colour.</param>
    /// <returns>The cell.</returns>
    public static string Status(NodeVersion version, PSObject? style)
    {
        ArgumentNullException.ThrowIfNull(version);
        List<string> words = [Format.Status(version.Status, style)];
        if (version.IsLatest)
        {
            words.Add("latest");
        }

        if (version.IsDeprecated)
        {
            words.Add("retired");
        }

        if (version.IsPrerelease)
        {
            words.Add("preview");
        }

        return string.Join(", ", words);
    }
}
