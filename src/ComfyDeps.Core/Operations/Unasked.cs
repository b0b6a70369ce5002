using System;

namespace ComfyDeps.Operations;

/// <summary>Says once that something could not be asked, also where the reason says so itself.</summary>
internal static class Unasked
{
    private const string Words = "could not be asked";

    /// <summary>The reason, with those words.</summary>
    /// <param name="reason">Why it could not be asked.</param>
    internal static string Why(string? reason)
        => reason?.Contains(Words, StringComparison.Ordinal) == true ? reason : $"{Words}: {reason}";
}
