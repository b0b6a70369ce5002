namespace ComfyDeps.Workflows;

/// <summary>One text value of a node's input or widget.</summary>
/// <param name="Name">
/// The input's name, through objects and lists joined by '.' (<c>lora_1.lora</c>); null when only its position is
/// known.
/// </param>
/// <param name="Position">The widget's position in <c>widgets_values</c>, or -1 when it has a name only.</param>
/// <param name="Text">The value; when <see cref="IsUnknown"/>, the expression that gives it at run time.</param>
internal readonly record struct NodeValue(string? Name, int Position, string Text)
{
    /// <summary>
    /// False when the object around the value says that it is switched off (<c>on</c> or <c>active</c> false).
    /// </summary>
    public bool IsActive { get; init; } = true;

    /// <summary>True when the value can only be known at run time.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>True for a small whole number, which may say how many of a node's inputs count.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Where the value is written, when that is not where the node is (scripts).</summary>
    public string? Occurrence { get; init; }
}
