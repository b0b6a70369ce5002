namespace ComfyDeps;

/// <summary>What asking about one pin, or looking at one item, gave.</summary>
public enum VerificationStatus
{
    /// <summary>It is there and is what it should be.</summary>
    Verified,

    /// <summary>It was asked for and is not there.</summary>
    Missing,

    /// <summary>It is there and this caller may not have it: gated, private or blocked.</summary>
    Inaccessible,

    /// <summary>It could not be asked.</summary>
    Undetermined,

    /// <summary>It is there with another size, hash or commit.</summary>
    Mismatch,

    /// <summary>It has no exact version.</summary>
    Unpinned,

    /// <summary>The registry does not have it.</summary>
    NotInRegistry,

    /// <summary>It is deprecated, flagged or archived upstream.</summary>
    Retired,

    /// <summary>An advisory or a ban names it.</summary>
    Unsafe,

    /// <summary>It is installed and was not asked for.</summary>
    Extra,

    /// <summary>A person verified it; counts as verified.</summary>
    Manual,
}
