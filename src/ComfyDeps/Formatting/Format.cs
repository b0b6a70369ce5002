using System;
using System.Globalization;
using System.Management.Automation;

namespace ComfyDeps.Formatting;

/// <summary>
/// The cells of the default views. Colour is <c>$PSStyle</c>'s, which the view hands over: the user's own colours, and
/// none where <c>$PSStyle.OutputRendering</c>, <c>NO_COLOR</c> or a redirection asks for plain text. It never says more
/// than the word that it colours.
/// </summary>
public static class Format
{
    private static readonly string[] s_units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>A status as its word, coloured by how good it is.</summary>
    /// <param name="status">A status of any of the module's objects; null gives nothing.</param>
    /// <param name="style">The session's <c>$PSStyle</c>, or null for no colour.</param>
    /// <returns>The cell.</returns>
    public static string Status(object? status, PSObject? style = null)
    {
        string word = Text(status?.ToString());
        string? color = word switch
        {
            "Resolved" or "Verified" or "Manual" or "Active" => Color(style, "Green"),
            "Ambiguous" or "Undetermined" or "Unpinned" or "Retired" or "Flagged" or "Pending" or "Extra"
                => Color(style, "Yellow"),
            "Unresolved" or "Missing" or "Inaccessible" or "Mismatch" or "NotInRegistry" or "Unsafe" or "Banned"
                or "Deleted" => Color(style, "Red"),
            "Core" or "Frontend" => Sequence(style, "Dim"),
            _ => null,
        };
        return color is null ? word : $"{color}{word}{Sequence(style, "Reset")}";
    }

    /// <summary>A size as a person reads it: <c>22.2 GiB</c>.</summary>
    /// <param name="bytes">The size; null gives nothing.</param>
    /// <returns>The cell.</returns>
    public static string Size(long? bytes)
    {
        if (bytes is not long size)
        {
            return string.Empty;
        }

        if (size < 1024)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{size} B");
        }

        double value = size;
        int unit = -1;

        // 1023.95 MiB would be shown as 1024.0: the next unit takes over where rounding does.
        while (value >= 1023.95 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {s_units[Math.Max(unit, 0)]}");
    }

    /// <summary>A commit as people quote it: its first ten digits.</summary>
    /// <param name="commit">A commit or anything else; null gives nothing.</param>
    /// <returns>The cell.</returns>
    public static string Commit(string? commit)
        => commit is { Length: 40 or 64 } ? Text(commit[..10]) : Text(commit);

    /// <summary>A time to the second, in UTC.</summary>
    /// <param name="time">The time, or what another session or a file made of it; null gives nothing.</param>
    /// <returns>The cell.</returns>
    public static string Time(object? time)
        => Utc(time) is DateTime utc ? utc.ToString("u", CultureInfo.InvariantCulture) : Text(time?.ToString());

    /// <summary>The day of a time, in UTC.</summary>
    /// <param name="time">The time, or what another session or a file made of it; null gives nothing.</param>
    /// <returns>The cell.</returns>
    public static string Day(object? time)
        => Utc(time) is DateTime utc
            ? utc.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Text(time?.ToString());

    /// <summary>
    /// A name from outside, with nothing in it that a terminal would obey or that hides or turns text.
    /// </summary>
    /// <param name="text">The name; null gives nothing.</param>
    /// <returns>The cell.</returns>
    public static string Text(string? text) => text is null ? string.Empty : ShownText.Visible(text);

    /// <summary>
    /// Remoting brings a time with its offset back as its invariant text, or by itself as a bag of its properties; JSON
    /// brings one without offset.
    /// </summary>
    private static DateTime? Utc(object? time) => time switch
    {
        DateTimeOffset exact => exact.UtcDateTime,
        string text => DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset read)
            ? read.UtcDateTime
            : null,
        DateTime plain => plain.ToUniversalTime(),
        PSObject copy when copy.BaseObject is not PSCustomObject and not PSObject => Utc(copy.BaseObject),
        PSObject copy => copy.Properties[nameof(DateTimeOffset.UtcDateTime)]?.Value is DateTime utc
            ? DateTime.SpecifyKind(utc, DateTimeKind.Utc)
            : null,
        _ => null,
    };

    private static string? Color(PSObject? style, string name)
        => style?.Properties["Foreground"]?.Value is object colors ? Sequence(PSObject.AsPSObject(colors), name) : null;

    private static string? Sequence(PSObject? style, string name) => style?.Properties[name]?.Value as string;
}
