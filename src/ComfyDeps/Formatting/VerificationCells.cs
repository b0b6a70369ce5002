using System;

namespace ComfyDeps.Formatting;

/// <summary>The cells of the view of <see cref="VerificationResult"/>.</summary>
public static class VerificationCells
{
    /// <summary>The heading of a place's rows: an environment, or the sources that were asked.</summary>
    /// <param name="result">Any of its results.</param>
    /// <returns>The heading.</returns>
    public static string Where(VerificationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Environment is null ? "the sources of the pins" : Format.Text(result.Environment);
    }

    /// <summary>What is to be said: the message of what is not good, else what it is.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The cell.</returns>
    public static string Message(VerificationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Message is { Length: > 0 } message ? Format.Text(message)
            : Format.Commit(result.Actual ?? result.Expected);
    }
}
