using System;
using System.Collections.Generic;
using ComfyDeps.Workflows;

namespace ComfyDeps.Catalog;

/// <summary>One distinct node class of a workflow.</summary>
/// <param name="ClassType">The class.</param>
/// <param name="Recorded">What the workflow recorded beside the nodes of that class, as written.</param>
internal sealed record ClassQuestion(string ClassType, IReadOnlyList<RecordedPack> Recorded);

/// <summary>Who provides a node class, and why that is thought.</summary>
internal sealed class ClassAnswer
{
    /// <summary>The class.</summary>
    internal required string ClassType { get; init; }

    /// <summary>What is known.</summary>
    internal required DependencyStatus Status { get; init; }

    /// <summary>The pack's id, or null.</summary>
    internal string? Pack { get; init; }

    /// <summary>What the catalog knows about the pack, or null.</summary>
    internal CatalogPack? Provider { get; init; }

    /// <summary>The pack's repository, or null.</summary>
    internal Uri? PackUrl { get; init; }

    /// <summary>What decided.</summary>
    internal ResolutionSource ResolvedBy { get; init; }

    /// <summary>How sure the choice is, from 0 to 1.</summary>
    internal double Confidence { get; init; }

    /// <summary>The ids of the other packs that claim it; for an ambiguous class, of all that do.</summary>
    internal IReadOnlyList<string> Alternatives { get; init; } = [];

    /// <summary>
    /// The last commit of the pack that has the class, where the pack dropped it and that is known; else null.
    /// </summary>
    internal string? LastCommit { get; init; }

    /// <summary>The evidence in one sentence.</summary>
    internal required string Evidence { get; init; }
}

/// <summary>
/// What a person decided about node classes. It wins against everything else but what ComfyUI itself provides.
/// </summary>
internal interface IDecisions
{
    /// <summary>The pack id that a person gave a class, or null.</summary>
    /// <param name="classType">The class.</param>
    string? PackOf(string classType);

    /// <summary>
    /// The pack that is listed as the one a class is used from, or null: it wins where nothing is recorded.
    /// </summary>
    /// <param name="classType">The class.</param>
    string? PackListing(string classType) => null;

    /// <summary>The repository that a pack was said to be from, or null.</summary>
    /// <param name="pack">The pack's id.</param>
    Uri? RepositoryOf(string pack) => null;
}
