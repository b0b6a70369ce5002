using System.Collections.Generic;

namespace ComfyDeps.StagingTool.Help;

/// <summary>What a page under docs/commands says about a cmdlet: all that its code cannot.</summary>
internal sealed class CommandPage
{
    /// <summary>The file it was read from, for what is wrong with it.</summary>
    internal required string File { get; init; }

    internal required string Name { get; init; }

    internal required string Synopsis { get; init; }

    internal required IReadOnlyList<string> Description { get; init; }

    internal required IReadOnlyList<PageExample> Examples { get; init; }

    /// <summary>Paragraphs by the parameter's name.</summary>
    internal required IReadOnlyDictionary<string, PageParameter> Parameters { get; init; }

    internal required IReadOnlyList<PageType> Inputs { get; init; }

    internal required IReadOnlyList<PageType> Outputs { get; init; }

    internal required IReadOnlyList<string> Notes { get; init; }

    internal required IReadOnlyList<PageLink> Links { get; init; }
}

/// <summary>A thing that can be done with the cmdlet, and what then is seen.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Code">What is typed.</param>
/// <param name="Output">What is shown.</param>
/// <param name="Remarks">What is to be said about it.</param>
internal sealed record PageExample(string Title, string Code, string Output, IReadOnlyList<string> Remarks);

/// <summary>What is said about a parameter.</summary>
/// <param name="Text">Its paragraphs.</param>
/// <param name="DefaultValue">What it is when it is not given.</param>
internal sealed record PageParameter(IReadOnlyList<string> Text, string DefaultValue);

/// <summary>What goes in or comes out.</summary>
/// <param name="Name">The type.</param>
/// <param name="Text">What it is for.</param>
internal sealed record PageType(string Name, IReadOnlyList<string> Text);

/// <summary>Where to read on.</summary>
/// <param name="Text">What is there.</param>
/// <param name="Address">Where it is; null for another cmdlet or topic.</param>
internal sealed record PageLink(string Text, string? Address);
