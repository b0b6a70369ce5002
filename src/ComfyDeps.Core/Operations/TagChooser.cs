using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Registry;
using ComfyDeps.Sources.Git;
using ComfyDeps.Versioning;

namespace ComfyDeps.Operations;

/// <summary>
/// Chooses among the tags and branches of a repository: the newest stable tag in which the classes that are used exist.
/// </summary>
internal sealed class TagChooser
{
    private const string Latest = "latest";

    /// <summary>So many tags are looked at for the classes, with what the catalog knows of them.</summary>
    private const int MostTags = 5;

    /// <summary>So many, where the source of each must be read.</summary>
    private const int MostRead = 3;

    private readonly GitSource _git;
    private readonly ClassesAtCommit _source;
    private readonly Lazy<ILookup<string, SourceClassFact>> _classes;

    /// <summary>Chooses with what the catalog knows about when classes came and went.</summary>
    /// <param name="git">Git repositories.</param>
    /// <param name="source">Reads the sources of packs that it does not know.</param>
    /// <param name="catalogFolder">The folder of the catalog, whose text has those facts.</param>
    internal TagChooser(GitSource git, ClassesAtCommit source, string catalogFolder)
    {
        _git = git;
        _source = source;
        _classes = new Lazy<ILookup<string, SourceClassFact>>(() =>
            (CatalogText.Exists(catalogFolder) ? CatalogText.Read(catalogFolder).SourceClasses : [])
                .ToLookup(static fact => RepositoryAddress.Key(fact.Repository), StringComparer.Ordinal));
    }

    /// <summary>The tag that is called by the highest of some numbers, with or without a <c>v</c>.</summary>
    /// <param name="address">The repository.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="stop">Stops the asking.</param>
    internal async Task<Answer<GitRef>> NamedAsync(
        string address,
        IReadOnlyList<string> numbers,
        CancellationToken stop)
    {
        Answer<GitRefs> refs = await _git.FindRefsAsync(address, stop).ConfigureAwait(false);
        if (!refs.Exists)
        {
            return refs.Without<GitRef>();
        }

        GitRef? tag = refs.Value!.All
            .Where(one => one.IsTag && numbers.Contains(one.ShortName.TrimStart('v'), StringComparer.Ordinal))
            .MaxBy(static one => one.ShortName, VersionOrder.Instance);
        return tag is null
            ? Answer<GitRef>.Missing("There is no tag of that name.", refs.AskedAt)
            : Answer<GitRef>.Found(tag, refs.AskedAt);
    }

    /// <summary>Chooses what a pin of a repository follows.</summary>
    /// <param name="wish">The pack, with the classes that are used.</param>
    /// <param name="address">Its repository.</param>
    /// <param name="requested">What the pin follows; null for the newest stable tag, else the default branch.</param>
    /// <param name="stop">Stops the asking.</param>
    internal async Task<PackChoice> ChooseAsync(
        PackWish wish,
        string address,
        string? requested,
        CancellationToken stop)
    {
        Answer<GitRefs> answer = await _git.FindRefsAsync(address, stop).ConfigureAwait(false);
        PinSource unpinned = new() { Kind = SourceKind.Git, Url = address };
        if (!answer.Exists)
        {
            string why = answer.Kind == AnswerKind.Undetermined ? Unasked.Why(answer.Reason) : answer.Reason!;
            return new PackChoice { Source = unpinned, Requested = requested ?? Latest, Why = why };
        }

        GitRefs refs = answer.Value!;
        PinSource source = unpinned with { Url = refs.MovedTo?.AbsoluteUri ?? address };
        bool isRange = VersionRange.TryParse(requested, out VersionRange? range);
        if (requested is not (null or Latest) && !isRange)
        {
            return Named(refs, source, requested);
        }

        GitRef[] tags = Tags(refs, range);
        if (await WithClassesAsync(wish, source.Url!, tags, isRange ? null : refs.Head, stop).ConfigureAwait(false)
            is (GitRef tag, bool isCertain))
        {
            string classes = string.Join(", ", wish.Classes);
            return new PackChoice
            {
                Source = source with { Commit = tag.Commit, Ref = tag.ShortName },
                Requested = requested ?? Latest,
                Why = "the newest stable tag"
                    + (isCertain && wish.Classes.Count > 0 ? " that has the classes" : string.Empty),
                Warnings = isCertain ? [] : [$"'{wish.Id}': whether {tag.ShortName} has {classes} could not be told."],
            };
        }

        return isRange
            ? new PackChoice { Source = source, Requested = requested, Why = $"no tag is in '{requested}'" }
            : DefaultBranch(refs, source, requested, hasTags: tags.Length > 0);
    }

    /// <summary>The branch or tag that a pin names.</summary>
    private static PackChoice Named(GitRefs refs, PinSource source, string requested)
        => refs.Find(requested) is GitRef named
            ? new PackChoice
            {
                Source = source with { Commit = named.Commit, Ref = named.ShortName },
                Requested = requested,
                Why = $"what '{requested}' stands for",
            }
            : new PackChoice
            {
                Source = source,
                Requested = requested,
                Why = $"there is no branch or tag '{requested}'",
            };

    /// <summary>The tags of a range, or all stable ones, the newest first.</summary>
    private static GitRef[] Tags(GitRefs refs, VersionRange? range) =>
    [
        .. refs.All
            .Where(one => one.IsTag && PackVersion.TryParse(one.ShortName, out PackVersion? version)
                && (range is null ? version.IsStable : range.Includes(version)))
            .OrderByDescending(static one => one.ShortName, VersionOrder.Instance),
    ];

    private static PackChoice DefaultBranch(GitRefs refs, PinSource source, string? requested, bool hasTags)
    {
        string about = hasTags ? "no stable tag has the classes that are used" : "there are no tags";
        return refs.Head is string head
            ? new PackChoice
            {
                Source = source with { Commit = head, Ref = refs.DefaultBranch },
                Requested = refs.DefaultBranch ?? requested,
                Why = $"the default branch: {about}",
            }
            : new PackChoice { Source = source, Requested = requested ?? Latest, Why = "the repository is empty" };
    }

    /// <summary>
    /// The newest tag that has all classes, or the newest one of which that cannot be told; null where the default
    /// branch is better.
    /// </summary>
    private async Task<(GitRef Tag, bool IsCertain)?> WithClassesAsync(
        PackWish wish, string address, GitRef[] tags, string? head, CancellationToken stop)
    {
        if (tags.Length == 0 || wish.Classes.Count == 0)
        {
            return tags.Length == 0 ? null : (tags[0], true);
        }

        string key = RepositoryAddress.Key(RepositoryAddress.Normalize(address)!);
        SourceClassFact[] facts =
        [
            .. _classes.Value[key].Where(
                fact => wish.Classes.Contains(fact.Name) && (fact.FirstCommit ?? fact.LastCommit) is not null),
        ];
        bool isKnown = facts.Length >= wish.Classes.Count;
        foreach (GitRef tag in tags.Take(isKnown ? MostTags : MostRead))
        {
            bool? has = await HasAllAsync(tag.Commit).ConfigureAwait(false);
            if (has != false)
            {
                return (tag, has == true);
            }
        }

        // What is read in no tag, and not in the newest source either, was only not understood.
        bool isNowhere = !isKnown && (head is null || await HasAllAsync(head).ConfigureAwait(false) == false);
        return isNowhere ? (tags[0], false) : null;

        async Task<bool?> HasAllAsync(string commit)
        {
            if (!isKnown)
            {
                return await _source.HasAsync(address, commit, wish.Classes, stop).ConfigureAwait(false);
            }

            bool?[] has = await Task.WhenAll(facts.Select(fact => HasAsync(address, commit, fact, stop)))
                .ConfigureAwait(false);
            return has.Contains(false) ? false : has.Contains(null) ? null : true;
        }
    }

    /// <summary>Whether a class exists at a commit; null where that could not be asked.</summary>
    private async Task<bool?> HasAsync(string address, string commit, SourceClassFact fact, CancellationToken stop)
    {
        bool? hasCome = fact.FirstCommit is null
            ? true
            : Told(await _git.LeadsToAsync(address, commit, fact.FirstCommit, stop).ConfigureAwait(false));
        bool? isThere = fact.LastCommit is null
            ? true
            : Told(await _git.LeadsToAsync(address, fact.LastCommit, commit, stop).ConfigureAwait(false));
        return hasCome == false || isThere == false ? false : hasCome is null || isThere is null ? null : true;
    }

    private static bool? Told(Answer<GitCommit> answer) => answer.Kind switch
    {
        AnswerKind.Exists => true,
        AnswerKind.DoesNotExist => false,
        _ => null,
    };
}
