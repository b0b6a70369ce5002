using System;
using System.Collections.Generic;

namespace ComfyDeps.Analysis;

/// <summary>One input of a node class that names a model.</summary>
internal sealed class LoaderInput
{
    /// <summary>
    /// The input's name through objects, joined by '.'; '#' stands for any number, and the numbers of lists are left
    /// out.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The folders under models/ that it may be in, the likeliest first.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>How the text says which model it means.</summary>
    public ModelInputKind Kind { get; init; }

    /// <summary>Texts that mean no file, besides those that never do.</summary>
    public IReadOnlyList<string> None { get; init; } = [];

    /// <summary>Prefixes of the text that say in which folder the file is.</summary>
    public IReadOnlyList<(string Prefix, string Folder)> Prefixes { get; init; } = [];

    /// <summary>An input that switches this one ('#' is this one's number), or null.</summary>
    public string? SwitchInput { get; init; }

    /// <summary>The switch's text that means off.</summary>
    public string? SwitchOff { get; init; }

    /// <summary>An input that says how many inputs of this name count, or null.</summary>
    public string? CountInput { get; init; }

    /// <summary>Whether this input is the one with the given name.</summary>
    /// <param name="name">The name of a value.</param>
    public bool IsNamed(ReadOnlySpan<char> name) => InputName.Matches(Name, name);
}
