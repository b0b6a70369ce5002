using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.Sources;
using ComfyDeps.Sources.ComfyRegistry;
using ComfyDeps.Sources.Git;
using ComfyDeps.Versioning;

namespace ComfyDeps.Operations;

/// <summary>
/// Chooses the version of a pack by one rule: what was recorded, where that exists; else the newest good version of the
/// Comfy Registry; else the newest stable tag that has the classes; else the default branch's commit.
/// </summary>
internal sealed class PackChooser
{
    private const string Latest = "latest";

    private readonly NodeSources _sources;
    private readonly PackVersionFit _fit;
    private readonly PythonFit _python;
    private readonly TagChooser _tags;
    private readonly CancellationToken _stop;

    /// <summary>Chooses for an environment.</summary>
    /// <param name="sources">Whom to ask.</param>
    /// <param name="tags">Chooses among tags.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="stop">Stops the asking.</param>
    internal PackChooser(NodeSources sources, TagChooser tags, RegistryEnvironment environment, CancellationToken stop)
    {
        _sources = sources;
        _tags = tags;
        _fit = new PackVersionFit(environment);
        _python = new PythonFit(sources.Files, environment);
        _stop = stop;
    }

    /// <summary>Chooses the first pin of a pack.</summary>
    /// <param name="wish">The pack.</param>
    /// <param name="requested">What the pin must follow, or null.</param>
    internal async Task<PackChoice> ChooseAsync(PackWish wish, string? requested)
    {
        PackAnswers pack = await AskAsync(wish).ConfigureAwait(false);
        List<string> warnings = [];
        if (wish.Recorded.Count > 0 && requested is null)
        {
            PackChoice? recorded = await RecordedAsync(wish, pack, warnings).ConfigureAwait(false);
            if (recorded is not null)
            {
                await WarnOfPythonAsync(wish, recorded, warnings).ConfigureAwait(false);
                return recorded with { Id = pack.Id?.ToLowerInvariant(), Warnings = warnings };
            }
        }

        PackChoice newest = await NewestAsync(wish, pack, requested, warnings).ConfigureAwait(false);
        await WarnOfPythonAsync(wish, newest, warnings).ConfigureAwait(false);
        return newest with { Id = pack.Id?.ToLowerInvariant(), Warnings = warnings };
    }

    /// <summary>Chooses where a pin moves to.</summary>
    /// <param name="wish">The pack.</param>
    /// <param name="entry">The entry as it is.</param>
    /// <param name="isRepair">Whether the present pin is not good, so that any other one is better.</param>
    /// <returns>The choice; null where there is nothing to move to.</returns>
    internal async Task<PackChoice?> FollowAsync(PackWish wish, NodeEntry entry, bool isRepair)
    {
        string? requested = entry.Requested ?? (isRepair ? Latest : null);
        if (requested is null)
        {
            return null;
        }

        bool isListed = entry.Source.Kind == SourceKind.ComfyRegistry;
        PackWish source = new(wish.Id)
        {
            RegistryId = isListed ? entry.Source.Id : null,
            Url = Uri.TryCreate(entry.Source.Url, UriKind.Absolute, out Uri? url) ? url : null,
        };
        source.Classes.UnionWith(entry.Classes);
        source.Classes.UnionWith(wish.Classes);
        PackAnswers answers = isListed
            ? new PackAnswers(entry.Source.Id, await _sources.ComfyRegistry.FindAsync(Reference(source), _stop)
                .ConfigureAwait(false), AddressOf(source))
            : new PackAnswers(null, null, AddressOf(source));
        List<string> warnings = [];
        PackChoice choice = await NewestAsync(source, answers, requested, warnings).ConfigureAwait(false);
        if (isRepair && !choice.IsPin && requested != Latest)
        {
            warnings.Add(
                $"'{wish.Id}' follows '{requested}', which nothing good is in: it was moved to the newest stable "
                    + "version.");
            choice = await NewestAsync(source, answers, Latest, warnings)
                .ConfigureAwait(false) with { Requested = entry.Requested };
        }

        await WarnOfPythonAsync(wish, choice, warnings).ConfigureAwait(false);
        choice = choice with { Warnings = warnings };
        return choice.IsPin && (isRepair ? IsOther(entry.Source, choice.Source) : IsNewer(entry.Source, choice.Source))
            ? choice
            : null;
    }

    private async Task WarnOfPythonAsync(PackWish wish, PackChoice choice, List<string> warnings)
    {
        if (await _python.ObjectionAsync(choice.Source, _stop).ConfigureAwait(false) is string objection)
        {
            warnings.Add($"'{wish.Id}': {objection}.");
        }
    }

    private static bool IsOther(PinSource before, PinSource after)
        => before.Version != after.Version || before.Commit != after.Commit;

    private static bool IsNewer(PinSource before, PinSource after)
    {
        string? old = before.Version ?? before.Ref;
        string? now = after.Version ?? after.Ref;
        bool areVersions = PackVersion.TryParse(old, out PackVersion? one)
            && PackVersion.TryParse(now, out PackVersion? two)
            && two.CompareTo(one) <= 0;
        return IsOther(before, after) && !areVersions;
    }

    private static NodeReference Reference(PackWish wish) => new(wish.Id, wish.RegistryId, wish.Url);

    private static string? AddressOf(PackWish wish) => RepositoryAddress.Normalize(wish.Url?.AbsoluteUri);

    /// <summary>The Comfy Registry knows a pack by its id, or by its repository.</summary>
    private async Task<PackAnswers> AskAsync(PackWish wish)
    {
        string? id = wish.RegistryId;
        Uri? repository = wish.Url;
        if (id is null && wish.Url is not null)
        {
            Answer<RegistryPackFact> found = await _sources.ComfyRegistry.PackByRepositoryAsync(wish.Url, _stop)
                .ConfigureAwait(false);
            if (!found.Exists)
            {
                return new PackAnswers(
                    null,
                    found.Kind == AnswerKind.DoesNotExist ? null : found.Without<IReadOnlyList<NodeVersion>>(),
                    AddressOf(wish));
            }

            id = found.Value!.Id;
        }
        else if (id is not null && wish.Url is null)
        {
            repository = (await _sources.ComfyRegistry.PackAsync(id, _stop).ConfigureAwait(false)).Value?.Repository;
        }

        Answer<IReadOnlyList<NodeVersion>> versions = await _sources.ComfyRegistry
            .FindAsync(new NodeReference(wish.Id, id, repository), _stop).ConfigureAwait(false);
        bool isGone = versions.Kind == AnswerKind.DoesNotExist && repository is not null;
        return new PackAnswers(
            isGone ? null : id, isGone ? null : versions, RepositoryAddress.Normalize(repository?.AbsoluteUri));
    }

    /// <summary>What was recorded, where it exists; null where it does not.</summary>
    private async Task<PackChoice?> RecordedAsync(PackWish wish, PackAnswers pack, List<string> warnings)
    {
        string[] commits = [.. wish.Recorded.Select(static one => one.ToLowerInvariant()).Where(GitObjectId.IsFull)];
        string[] numbers =
        [
            .. wish.Recorded.Where(
                static one => !GitObjectId.IsFull(one.ToLowerInvariant()) && PackVersion.TryParse(one, out _)),
        ];
        PackChoice? choice = numbers.Length == 0 ? null : await NumberAsync(wish, pack, numbers).ConfigureAwait(false);
        choice ??= commits.Length == 0 || pack.Address is null ? null : await CommitAsync(wish, pack, commits)
            .ConfigureAwait(false);
        if (choice is null)
        {
            warnings.Add(
                $"'{wish.Id}': what was recorded ({string.Join(", ", wish.Recorded)}) does not exist, or is not to "
                    + "be used any more.");
        }
        else if (commits.Length + numbers.Length > 1 && choice.IsPin)
        {
            string chosen = choice.Source.Version ?? choice.Source.Commit!;
            warnings.Add(
                $"'{wish.Id}': {commits.Length + numbers.Length} versions were recorded "
                    + $"({string.Join(", ", numbers.Concat(commits))}); {chosen} was taken.");
        }

        return choice;
    }

    private async Task<PackChoice?> NumberAsync(PackWish wish, PackAnswers pack, string[] numbers)
    {
        if (pack.Versions is { Exists: false })
        {
            return NotAsked(wish, pack, pack.Versions.Reason!);
        }

        NodeVersion? listed = pack.Versions?.Value!
            .Where(
                one => PackVersionFit.IsUsable(one)
                    && numbers.Contains(one.Version.TrimStart('v'), StringComparer.Ordinal))
            .MaxBy(static one => one.Version, VersionOrder.Instance);
        if (listed is not null)
        {
            return Listed(pack, listed.Version, Latest, "recorded");
        }

        if (pack.Address is null)
        {
            return null;
        }

        Answer<GitRef> tag = await _tags.NamedAsync(pack.Address, numbers, _stop).ConfigureAwait(false);
        return tag.Kind switch
        {
            AnswerKind.Exists => Commit(pack.Address, tag.Value!.Commit, tag.Value.ShortName, Latest, "recorded"),
            AnswerKind.Undetermined => NotAsked(wish, pack, tag.Reason!),
            _ => null,
        };
    }

    private async Task<PackChoice?> CommitAsync(PackWish wish, PackAnswers pack, string[] commits)
    {
        GitPinFact[] facts = await Task.WhenAll(
            commits.Select(id => _sources.Git.InspectAsync(pack.Address!, id, _stop))).ConfigureAwait(false);
        int[] here = [.. Enumerable.Range(0, commits.Length).Where(i => facts[i].State == GitPinState.Here)];
        if (here.Length == 0)
        {
            return Array.Find(facts, static fact => fact.State == GitPinState.Unknown) is GitPinFact unknown
                ? NotAsked(wish, pack, unknown.Reason!)
                : null;
        }

        int best = here[0];
        if (here.Length > 1)
        {
            // The preferred one stands first; where the source can order them, the newest one wins.
            DateTimeOffset?[] dates = await Task.WhenAll(here.Select(async i
                => (await _sources.Git.FindCommitAsync(pack.Address!, commits[i], _stop)
                    .ConfigureAwait(false)).Value?.Date)).ConfigureAwait(false);
            best = dates.Any(static date => date is null) ? best : here[Array.IndexOf(dates, dates.Max())];
        }

        GitRefs refs = facts[best].Refs!;
        GitRef? tag = refs.All.FirstOrDefault(one => one.IsTag && one.Commit == commits[best]);
        return Commit(
            refs.MovedTo?.AbsoluteUri ?? pack.Address!, commits[best], tag?.ShortName, refs.DefaultBranch, "recorded");
    }

    private async Task<PackChoice> NewestAsync(
        PackWish wish,
        PackAnswers pack,
        string? requested,
        List<string> warnings)
    {
        VersionRange? range = VersionRange.TryParse(requested, out VersionRange? parsed) ? parsed : null;
        bool isAnyVersion = requested is null or Latest || range is not null;
        if (pack.Versions is not null && isAnyVersion)
        {
            if (!pack.Versions.Exists)
            {
                return NotAsked(wish, pack, pack.Versions.Reason!);
            }

            List<string> objections = [];
            NodeVersion? newest = _fit.Newest(pack.Versions.Value!, range, objections);
            warnings.AddRange(objections.Select(objection => $"'{wish.Id}': {objection}."));
            if (newest is not null)
            {
                return Listed(pack, newest.Version, requested ?? Latest, "the newest version in the Comfy Registry");
            }
        }

        if (pack.Address is null)
        {
            return Unpinned(wish, pack, "no good version is listed, and no repository is known");
        }

        PackChoice choice = await _tags.ChooseAsync(wish, pack.Address, requested, _stop).ConfigureAwait(false);
        warnings.AddRange(choice.Warnings);
        return choice;
    }

    private static PackChoice Listed(PackAnswers pack, string version, string requested, string why) => new()
    {
        Source = new PinSource { Kind = SourceKind.ComfyRegistry, Id = pack.Id, Url = pack.Address, Version = version },
        Requested = requested,
        Why = why,
    };

    private static PackChoice Commit(string address, string commit, string? name, string? requested, string why)
        => new()
        {
            Source = new PinSource { Kind = SourceKind.Git, Url = address, Commit = commit, Ref = name },
            Requested = requested,
            Why = why,
        };

    private static PackChoice NotAsked(PackWish wish, PackAnswers pack, string reason)
        => Unpinned(wish, pack, Unasked.Why(reason));

    private static PackChoice Unpinned(PackWish wish, PackAnswers pack, string why)
    {
        string? id = pack.Id ?? wish.RegistryId;
        return new PackChoice
        {
            Source = id is null
                ? new PinSource { Kind = SourceKind.Git, Url = pack.Address ?? wish.Url?.AbsoluteUri }
                : new PinSource { Kind = SourceKind.ComfyRegistry, Id = id, Url = pack.Address },
            Requested = Latest,
            Why = why,
        };
    }

    /// <summary>What is known of a pack.</summary>
    /// <param name="Id">Its id in the Comfy Registry, or null.</param>
    /// <param name="Versions">Its versions there; null where it is not there.</param>
    /// <param name="Address">Its repository, normalised, or null.</param>
    private sealed record PackAnswers(string? Id, Answer<IReadOnlyList<NodeVersion>>? Versions, string? Address);
}
