using System;

namespace ComfyDeps.Catalog;

/// <summary>What the catalog knows about a pack.</summary>
internal sealed class CatalogPack
{
    /// <summary>Its number in the catalog.</summary>
    internal required uint Number { get; init; }

    /// <summary>Its id: the registry id where that is known, else owner/repo in lower case.</summary>
    internal required string Id { get; init; }

    /// <summary>Its repository.</summary>
    internal required Uri Url { get; init; }

    /// <summary>Its Comfy Registry id, or null when that is not known.</summary>
    internal string? RegistryId { get; init; }

    /// <summary>The list's own id for it, or null.</summary>
    internal string? ManagerId { get; init; }

    /// <summary>Stars, or null when not known.</summary>
    internal int? Stars { get; init; }

    /// <summary>When its repository last changed, or null when not known.</summary>
    internal DateOnly? Updated { get; init; }

    /// <summary>Whether it is still to be used.</summary>
    internal PackStatus Status { get; init; }

    /// <summary>The repository that took its place, or null.</summary>
    internal Uri? Successor { get; init; }

    /// <summary>How many classes it claims.</summary>
    internal int ClassCount { get; init; }

    /// <summary>How many of them nobody else claims.</summary>
    internal int SoleClassCount { get; init; }

    /// <summary>The repository's name without owner, in lower case.</summary>
    internal string RepositoryName { get; init; } = string.Empty;

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>One pack's claim on one class.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Flags">On whose word.</param>
/// <param name="LastCommit">For a class that the pack dropped, the last commit that has it, or null.</param>
/// <param name="LastDate">For such a class, the last date on which it was seen, or null.</param>
internal sealed record CatalogClaim(CatalogPack Pack, ClaimFlags Flags, string? LastCommit, string? LastDate);

/// <summary>What the catalog knows about a class.</summary>
/// <param name="Flags">Whether it belongs to ComfyUI itself.</param>
/// <param name="Claims">The packs that claim it.</param>
internal sealed record CatalogClass(ClassFlags Flags, CatalogClaim[] Claims);
