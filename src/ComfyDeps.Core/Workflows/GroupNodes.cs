using System;

namespace ComfyDeps.Workflows;

/// <summary>The names that uses of group nodes have in a graph.</summary>
internal static class GroupNodes
{
    /// <summary>What stands in front of a group node's name.</summary>
    public const string Prefix = "workflow>";

    /// <summary>What stood there before front end 1.3.</summary>
    private const string OlderPrefix = "workflow/";

    /// <summary>The key of a group node's definition, or null when the type is no group node's.</summary>
    public static string? Key(string type)
        => type.StartsWith(Prefix, StringComparison.Ordinal) ? type
            : type.StartsWith(
                OlderPrefix, StringComparison.Ordinal) ? string.Concat(Prefix, type.AsSpan(OlderPrefix.Length))
            : null;
}
