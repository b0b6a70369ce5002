using System;

namespace ComfyDeps.Verification;

/// <summary>What is known about packs and Python distributions without asking anybody.</summary>
internal interface IPackFacts
{
    /// <summary>What speaks against a pack; null when nothing does.</summary>
    /// <param name="name">The pack's id.</param>
    /// <param name="url">Its repository, or null.</param>
    /// <param name="version">The exact version or commit, or null.</param>
    PackWarning? AboutPack(string name, Uri? url, string? version);

    /// <summary>What speaks against a version of a Python distribution; null when nothing does.</summary>
    /// <param name="name">The distribution.</param>
    /// <param name="version">The exact version.</param>
    PackWarning? AboutDistribution(string name, string version);
}

/// <summary>Something that speaks against a pack.</summary>
/// <param name="Status">Unsafe or Retired.</param>
/// <param name="Code">One of <see cref="PinCode"/>.</param>
/// <param name="Message">The reason in one sentence.</param>
/// <param name="Hint">What to do, or null.</param>
internal sealed record PackWarning(VerificationStatus Status, string Code, string Message, string? Hint);
