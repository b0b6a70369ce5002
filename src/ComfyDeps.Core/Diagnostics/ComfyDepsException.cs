using System;

namespace ComfyDeps;

/// <summary>A failure that is explained to the user: what, which thing, and what to do next.</summary>
public sealed class ComfyDepsException : Exception
{
    /// <summary>Describes one failure.</summary>
    /// <param name="code">Which error this is.</param>
    /// <param name="message">One sentence that names the thing.</param>
    /// <param name="target">The thing: a path, a name, an address.</param>
    /// <param name="hint">What to do next, or null.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public ComfyDepsException(
        ErrorCode code,
        string message,
        object? target = null,
        string? hint = null,
        Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Target = target;
        Hint = hint;
    }

    /// <summary>Which error this is.</summary>
    public ErrorCode Code { get; }

    /// <summary>The thing that the error is about.</summary>
    public object? Target { get; }

    /// <summary>What to do next, or null.</summary>
    public string? Hint { get; }
}
