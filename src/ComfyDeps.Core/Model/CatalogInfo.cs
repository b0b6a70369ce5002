using System;

namespace ComfyDeps;

/// <summary>Which facts are in use, and how old they are.</summary>
public sealed class CatalogInfo
{
    /// <summary>The folder of the catalog.</summary>
    public required string Location { get; init; }

    /// <summary>Which copy it is.</summary>
    public CatalogOrigin Origin { get; init; }

    /// <summary>The list that the facts are from.</summary>
    public required string Source { get; init; }

    /// <summary>The commit of that list, or null.</summary>
    public string? Commit { get; init; }

    /// <summary>The date of that list, or null.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>How many packs it has.</summary>
    public int Packs { get; init; }

    /// <summary>How many distinct classes it has.</summary>
    public int Classes { get; init; }

    /// <summary>How many model files it has.</summary>
    public int Models { get; init; }

    /// <summary>How old it is in days, or null when its date is not known.</summary>
    public int? AgeDays { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Source;
}
