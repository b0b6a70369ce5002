using System.Collections.Generic;

namespace ComfyDeps.Catalog;

/// <summary>All facts of a catalog, as its text files hold them. The index that look-ups use is made of this.</summary>
internal sealed record CatalogFacts
{
    /// <summary>Where the lists are from.</summary>
    internal required ListProvenance Provenance { get; init; }

    /// <summary>The packs of the list, by repository.</summary>
    internal IReadOnlyList<PackFact> Packs { get; init; } = [];

    /// <summary>Which pack the list says provides which class.</summary>
    internal IReadOnlyList<ClassFact> Classes { get; init; } = [];

    /// <summary>The classes that a pack claims against all others.</summary>
    internal IReadOnlyList<ClassFact> Preemptions { get; init; } = [];

    /// <summary>Name patterns that packs claim, as regular expressions.</summary>
    internal IReadOnlyList<ClassFact> Patterns { get; init; } = [];

    /// <summary>The classes of ComfyUI itself, as the list has them.</summary>
    internal IReadOnlyList<string> Core { get; init; } = [];

    /// <summary>Model files and where they can be had.</summary>
    internal IReadOnlyList<ModelFact> Models { get; init; } = [];

    /// <summary>Model files and where they can be had, as ComfyUI's own documentation and examples say.</summary>
    internal IReadOnlyList<ModelFact> MoreModels { get; init; } = [];

    /// <summary>Classes of ComfyUI itself that the list has not, and where that is known from.</summary>
    internal IReadOnlyList<KnownFact> MoreCore { get; init; } = [];

    /// <summary>
    /// Classes that exist in the browser only: class, pack (empty for ComfyUI itself), where that is known from.
    /// </summary>
    internal IReadOnlyList<KnownFact> Frontend { get; init; } = [];

    /// <summary>Comfy Registry ids: id, repository, where that is known from.</summary>
    internal IReadOnlyList<KnownFact> RegistryIds { get; init; } = [];

    /// <summary>
    /// Other addresses of one pack (renamed, moved, a fork with the same code): other, usual, where that is known from.
    /// </summary>
    internal IReadOnlyList<KnownFact> Renames { get; init; } = [];

    /// <summary>
    /// Packs not to be used any more: repository, successor (may be empty), where that is known from.
    /// </summary>
    internal IReadOnlyList<KnownFact> Retired { get; init; } = [];

    /// <summary>Packs and Python distributions that are known to do harm.</summary>
    internal IReadOnlyList<AdvisoryFact> Advisories { get; init; } = [];

    /// <summary>The repositories whose own source was read.</summary>
    internal IReadOnlyList<SourceFact> Sources { get; init; } = [];

    /// <summary>The classes that were found in those sources.</summary>
    internal IReadOnlyList<SourceClassFact> SourceClasses { get; init; } = [];

    /// <summary>The classes that the list once had and lost: class, pack, last date.</summary>
    internal IReadOnlyList<DroppedFact> Dropped { get; init; } = [];
}

/// <summary>Which list, from when.</summary>
/// <param name="Source">The list's repository, or its folder's name.</param>
/// <param name="Commit">The list's commit, or null.</param>
/// <param name="Date">The list's date as yyyy-MM-dd, or null.</param>
internal sealed record ListProvenance(string Source, string? Commit, string? Date);

/// <summary>A pack of the list.</summary>
/// <param name="Repository">Its normalised address.</param>
/// <param name="ManagerId">The list's own id for it, or null.</param>
/// <param name="Stars">Stars, or null when not known.</param>
/// <param name="Updated">When its repository last changed, as yyyy-MM-dd, or null.</param>
/// <param name="Former">An earlier or second address, or null.</param>
internal sealed record PackFact(string Repository, string? ManagerId, int? Stars, string? Updated, string? Former);

/// <summary>A pack and a class, or a pattern, that it claims.</summary>
/// <param name="Repository">The pack's normalised address.</param>
/// <param name="Name">The class or pattern.</param>
internal readonly record struct ClassFact(string Repository, string Name);

/// <summary>A model file and where it can be had.</summary>
/// <param name="FileName">The file's name, or <c>&lt;huggingface&gt;</c> for a whole repository.</param>
/// <param name="Folder">The folder under models/.</param>
/// <param name="Type">The list's word for its kind.</param>
/// <param name="Base">The model family.</param>
/// <param name="Url">Where it can be had.</param>
internal sealed record ModelFact(string FileName, string Folder, string Type, string Base, string Url)
{
    /// <summary>In how many places of ComfyUI's own documentation the address stands.</summary>
    internal int Mentions { get; init; }

    /// <summary>Which of them, at which commit; empty for what is from ComfyUI-Manager's list.</summary>
    internal string Evidence { get; init; } = string.Empty;

    /// <summary>Stands in place of a file name where the whole repository is meant.</summary>
    internal const string WholeRepository = "<huggingface>";
}

/// <summary>A fact that is kept by hand or learnt, with its evidence.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Value">What is known about it; may be empty.</param>
/// <param name="Evidence">Where that is known from.</param>
internal sealed record KnownFact(string Name, string Value, string Evidence);

/// <summary>A repository whose own source was read.</summary>
/// <param name="Repository">Its normalised address.</param>
/// <param name="Commit">The commit that was read.</param>
/// <param name="Date">That commit's date as yyyy-MM-dd.</param>
/// <param name="RegistryId">The id in its pyproject.toml, or null.</param>
internal sealed record SourceFact(string Repository, string Commit, string Date, string? RegistryId);

/// <summary>A class that a pack's own source has or had.</summary>
/// <param name="Repository">The pack's normalised address.</param>
/// <param name="Name">The class.</param>
/// <param name="Kind">How it is made.</param>
/// <param name="FirstCommit">The first commit that has it, or null when that was not looked for.</param>
/// <param name="LastCommit">The last commit that has it; null while the newest one has it.</param>
/// <param name="LastDate">That commit's date as yyyy-MM-dd, or null.</param>
internal sealed record SourceClassFact(
    string Repository,
    string Name,
    SourceClassKind Kind,
    string? FirstCommit,
    string? LastCommit,
    string? LastDate);

/// <summary>How a pack's source makes a class.</summary>
internal enum SourceClassKind
{
    /// <summary>In Python: it runs on the server.</summary>
    Python,

    /// <summary>In JavaScript only: it exists in the browser.</summary>
    Script,
}

/// <summary>A class that the list once had and lost.</summary>
/// <param name="Repository">The pack's normalised address.</param>
/// <param name="Name">The class.</param>
/// <param name="LastDate">The last date on which the list had it, as yyyy-MM-dd.</param>
internal readonly record struct DroppedFact(string Repository, string Name, string LastDate);
