using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ComfyDeps.Rendering.Report;

/// <summary>How a report that people read says things.</summary>
internal static class ReportWords
{
    private static readonly string[] s_units = ["KiB", "MiB", "GiB", "TiB"];

    /// <summary>The whole in one sentence.</summary>
    /// <param name="report">The report.</param>
    internal static string Summary(DependencyReport report)
    {
        int verified = report.Packs.Concat(report.Models).Count(static item => item.IsVerified);
        int all = report.Packs.Count + report.Models.Count;
        return $"{Count(report.Workflows.Count, "workflow")}, {Count(report.Packs.Count, "node pack")}, "
            + $"{Count(report.Models.Count, "model")}: {verified.ToString(CultureInfo.InvariantCulture)} of "
            + $"{all.ToString(CultureInfo.InvariantCulture)} pins verified.";
    }

    /// <summary>A number of things.</summary>
    /// <param name="number">How many.</param>
    /// <param name="noun">What of, in the singular.</param>
    internal static string Count(int number, string noun)
        => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? string.Empty : "s")}");

    /// <summary>A verdict in words.</summary>
    /// <param name="status">The verdict.</param>
    internal static string Status(VerificationStatus status) => status switch
    {
        VerificationStatus.Manual => "verified by hand",
        VerificationStatus.NotInRegistry => "not in the registry",
        _ => status.ToString().ToLowerInvariant(),
    };

    /// <summary>
    /// What to know beside the verdict: the reason where it says more than the verdict, and what to do.
    /// </summary>
    /// <param name="item">A pack or model.</param>
    internal static IEnumerable<string> Why(ReportItem item)
        => item.IsVerified
            ? []
            : new[] { item.InRegistry ? item.Message : null, item.Hint }.OfType<string>();

    /// <summary>The exact version as people quote it, or nothing.</summary>
    /// <param name="item">A pack or model.</param>
    internal static string Pin(ReportItem item)
        => item.Version
            ?? (item.Commit is { Length: >= 40 } commit
                ? commit[..10]
                : item.Sha256 is { Length: 64 } hash ? $"sha256:{hash[..10]}"
                : string.Empty);

    /// <summary>A size as people read it, or nothing.</summary>
    /// <param name="bytes">The size.</param>
    internal static string Size(long? bytes)
    {
        if (bytes is not long size)
        {
            return string.Empty;
        }

        if (size < 1024)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{size} B");
        }

        double value = size / 1024d;
        int unit = 0;
        while (value >= 1023.95 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {s_units[unit]}");
    }
}
