using ComfyDeps.Planning;

namespace ComfyDeps.Rendering;

/// <summary>What an install script is made of.</summary>
internal sealed record InstallScript
{
    /// <summary>What it does.</summary>
    internal required InstallPlan Plan { get; init; }

    /// <summary>Whom it is for.</summary>
    internal InstallTarget Target { get; init; }

    /// <summary>The SHA-256 of the registry's file, in lower-case hex.</summary>
    internal required string RegistrySha256 { get; init; }

    /// <summary>The version of this module.</summary>
    internal required string Version { get; init; }

    /// <summary>The file that pins every Python distribution, or null.</summary>
    internal ConstraintsText? Constraints { get; init; }
}

/// <summary>A constraints file, with its text.</summary>
/// <param name="Sha256">The hash that the registry has of it.</param>
/// <param name="Text">All of it.</param>
internal sealed record ConstraintsText(string Sha256, string Text);
