using System;
using System.Globalization;
using System.Management.Automation;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Binding;

/// <summary>
/// Takes installed items as they come: as objects of this session, as copies from another one (after Invoke-Command),
/// and as they were read back from JSON. What such a copy says is data from outside.
/// </summary>
internal static class InstalledItems
{
    /// <summary>The item that an object is; null, with an error written, when it is none.</summary>
    /// <param name="cmdlet">Writes the error.</param>
    /// <param name="value">The object.</param>
    internal static InstalledItem? From(Cmdlet cmdlet, PSObject value)
    {
        if (value.BaseObject is InstalledItem item)
        {
            return item;
        }

        if (Kind(Raw(value, nameof(InstalledItem.Kind))) is not DependencyKind kind
            || Text(value, nameof(InstalledItem.Name)) is not string name
            || Text(value, nameof(InstalledItem.Environment)) is not string environment)
        {
            cmdlet.WriteError(new ComfyDepsException(
                ErrorCode.InvalidArgument,
                "What came is nothing that Get-ComfyInstallation gives: it has no Kind, Name and Environment.",
                value,
                "Pipe what Get-ComfyInstallation gave, or what ConvertFrom-Json reads of it.").ToErrorRecord());
            return null;
        }

        return new InstalledItem
        {
            Kind = kind,
            Name = name,
            Environment = environment,
            Location = Text(value, nameof(InstalledItem.Location)),
            Source = Word<SourceKind>(Raw(value, nameof(InstalledItem.Source))),
            Url = Uri.TryCreate(Text(value, nameof(InstalledItem.Url)), UriKind.Absolute, out Uri? url) ? url : null,
            Version = Text(value, nameof(InstalledItem.Version)),
            Commit = Text(value, nameof(InstalledItem.Commit)),
            Enabled = Raw(value, nameof(InstalledItem.Enabled)) is not false,
            Dirty = Raw(value, nameof(InstalledItem.Dirty)) as bool?,
            Folder = Text(value, nameof(InstalledItem.Folder)),
            FileName = Text(value, nameof(InstalledItem.FileName)),
            Size = Number(Raw(value, nameof(InstalledItem.Size))),
            Sha256 = Text(value, nameof(InstalledItem.Sha256)),
        };
    }

    private static object? Raw(PSObject value, string name)
        => value.Properties[name]?.Value is object found ? (found as PSObject)?.BaseObject ?? found : null;

    private static string? Text(PSObject value, string name)
        => Raw(value, name) is object found
            && Convert.ToString(found, CultureInfo.InvariantCulture) is { Length: > 0 } text
            ? text
            : null;

    private static long? Number(object? value)
        => value is not null && long.TryParse(
            Convert.ToString(value, CultureInfo.InvariantCulture),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out long number)
            ? number
            : null;

    private static DependencyKind? Kind(object? value) => Word<DependencyKind>(value);

    /// <summary>JSON has the number of a word, a copy from another session the word.</summary>
    private static T? Word<T>(object? value)
        where T : struct, Enum
        => value is not null
            && Enum.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), ignoreCase: true, out T word)
            && Enum.IsDefined(word)
            ? word
            : null;
}
