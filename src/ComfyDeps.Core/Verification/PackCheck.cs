using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.Sources.Git;
using ComfyDeps.Sources.GitHub;

namespace ComfyDeps.Verification;

/// <summary>Checks pins of node packs and of ComfyUI itself.</summary>
internal sealed class PackCheck
{
    private static readonly string s_comfyUi = RepositoryAddress.OnGitHub("comfyanonymous/ComfyUI");

    private readonly PinSources _sources;
    private readonly ListedVersionCheck _listed;
    private readonly CancellationToken _stop;
    private readonly Gathered<string, Answer<GitHubState>> _states;
    private readonly ConcurrentDictionary<string, Lazy<Task<GitHubState?>>> _known = new(
        StringComparer.OrdinalIgnoreCase);

    /// <summary>A check that asks some sources.</summary>
    /// <param name="sources">Whom to ask.</param>
    /// <param name="models">Asks about plain files too: mirrors of archives.</param>
    /// <param name="stop">Stops the asking.</param>
    internal PackCheck(PinSources sources, ModelCheck models, CancellationToken stop)
    {
        _sources = sources;
        _stop = stop;
        _listed = new ListedVersionCheck(sources.ComfyRegistry, models.AskAsync, stop);
        _states = new Gathered<string, Answer<GitHubState>>(AskStates, GitHubStateQuery.AtOnce, stop);
    }

    /// <summary>Checks a pack.</summary>
    /// <param name="pin">The pin.</param>
    internal async Task<Finding> CheckAsync(RegistryPin pin)
    {
        PinSource source = pin.Source!;
        string? address = RepositoryAddress.Normalize(source.Url);
        Task<GitHubState?> asking = address is null ? Task.FromResult<GitHubState?>(null) : StateAsync(address);
        Finding finding = source.Kind == SourceKind.ComfyRegistry
            ? await _listed.CheckAsync(pin.Name, source).ConfigureAwait(false)
            : await CheckCommitAsync(address, source).ConfigureAwait(false);
        return await asking.ConfigureAwait(false) is GitHubState state && finding.Status == VerificationStatus.Verified
            ? WithState(pin, finding, address!, state)
            : finding;
    }

    /// <summary>Checks the commit of ComfyUI itself.</summary>
    /// <param name="comfyUi">The pin.</param>
    internal Task<Finding> CheckAsync(ComfyUiPin comfyUi)
        => CheckCommitAsync(s_comfyUi, new PinSource
        {
            Kind = SourceKind.Git,
            Url = s_comfyUi,
            Commit = comfyUi.Commit,
            Ref = comfyUi.Version is null ? null : "v" + comfyUi.Version.TrimStart('v'),
        });

    private async Task<Finding> CheckCommitAsync(string? address, PinSource source)
    {
        if (address is null)
        {
            return Finding.Bad(
                VerificationStatus.Missing,
                PinCode.RepositoryGone,
                $"'{source.Url}' is not the address of a repository.",
                "Correct its url.");
        }

        if (!GitObjectId.IsFull(source.Commit))
        {
            return Finding.Bad(
                VerificationStatus.Unpinned,
                PinCode.NoVersion,
                "It is pinned to no commit.",
                "Update-ComfyRegistry pins it.");
        }

        Task<GitPinFact>? mirror = RepositoryAddress.Normalize(source.Mirror) is string other
            ? _sources.Git.InspectAsync(other, source.Commit!, _stop)
            : null;
        GitPinFact fact = await _sources.Git.InspectAsync(address, source.Commit!, _stop).ConfigureAwait(false);
        Finding finding = Judge(source, fact);
        return mirror is null ? finding : WithMirror(finding, await mirror.ConfigureAwait(false), source.Mirror!);
    }

    private static Finding Judge(PinSource source, GitPinFact fact) => fact.State switch
    {
        GitPinState.Here => Here(source, fact),
        GitPinState.RepositoryGone => Gone(PinCode.RepositoryGone, fact),
        GitPinState.CommitGone => Gone(PinCode.CommitGone, fact),
        GitPinState.Foreign => Gone(PinCode.CommitForeign, fact),
        GitPinState.NoCommit => Gone(PinCode.NotACommit, fact),
        GitPinState.Refused => Finding.Bad(
            VerificationStatus.Inaccessible, PinCode.Refused, fact.Reason, fact.Hint, fact.AskedAt),
        _ => Finding.Bad(VerificationStatus.Undetermined, PinCode.Unreachable, fact.Reason, fact.Hint),
    };

    private static Finding Gone(string code, GitPinFact fact)
        => Finding.Bad(VerificationStatus.Missing, code, fact.Reason, fact.Hint, fact.AskedAt) with
        {
            AvailableVersions = fact.Refs is null ? [] : NewestVersions.OfRefs(fact.Refs),
        };

    /// <summary>The commit is good. What it was called may not be.</summary>
    private static Finding Here(PinSource source, GitPinFact fact)
    {
        GitRefs refs = fact.Refs!;
        if (refs.MovedTo is Uri now)
        {
            return Finding.Good(
                PinCode.RepositoryMoved,
                $"The repository is at {now} now.",
                "Update-ComfyRegistry -Upgrade writes the new address down.",
                fact.AskedAt);
        }

        if (source.Ref is not string name)
        {
            return Finding.Good(fact.AskedAt);
        }

        GitRef? known = refs.Find(name);
        bool hasMoved = known is { IsTag: true } && known.Commit != source.Commit;
        return known is null
            ? Finding.Good(
                PinCode.RefGone,
                $"There is no tag or branch '{name}' any more; the commit is still there.",
                null,
                fact.AskedAt)
            : hasMoved
                ? Finding.Good(
                    PinCode.RefMoved,
                    $"The tag '{name}' stands for {known.Commit} now; the commit that is pinned is still there.",
                    "A tag that moves deserves a look; Update-ComfyRegistry -Upgrade follows it.",
                    fact.AskedAt)
                : Finding.Good(fact.AskedAt);
    }

    private static Finding WithMirror(Finding upstream, GitPinFact mirror, string address)
    {
        if (mirror.State is GitPinState.Here or GitPinState.Foreign)
        {
            // A commit's id is the hash of all that it holds: what the mirror has under it is what upstream had.
            return upstream.Code == PinCode.RepositoryGone
                ? Finding.Good(
                    PinCode.OnlyMirror, $"{upstream.Message} The mirror has the commit.", null, mirror.AskedAt)
                : upstream;
        }

        if (upstream.Status != VerificationStatus.Verified)
        {
            return upstream;
        }

        return mirror.State == GitPinState.Unknown
            ? Finding.Bad(VerificationStatus.Undetermined, PinCode.Unreachable, mirror.Reason, mirror.Hint)
            : mirror.State == GitPinState.Refused
                ? Finding.Bad(
                    VerificationStatus.Inaccessible, PinCode.Refused, mirror.Reason, mirror.Hint, mirror.AskedAt)
                : Finding.Bad(
                    VerificationStatus.Missing,
                    PinCode.MirrorGone,
                    $"The mirror {address} does not have it: {mirror.Reason}",
                    "Bring the mirror up to date, or take it out with Set-ComfyRegistryEntry.",
                    mirror.AskedAt);
    }

    private static Finding WithState(RegistryPin pin, Finding finding, string address, GitHubState state)
    {
        if (state.IsArchived || state.IsDisabled)
        {
            string who = state.IsArchived
                ? $"The authors of '{pin.Name}' have archived its repository"
                : $"GitHub has closed the repository of '{pin.Name}'";
            return Finding.Bad(
                VerificationStatus.Retired,
                PinCode.Archived,
                $"{who}: it gets no more fixes.",
                "Look for a successor, or accept it with Set-ComfyRegistryEntry -VerifiedBy.",
                finding.AskedAt);
        }

        bool hasMoved = !state.FullName.Equals(
            RepositoryAddress.OwnerAndRepository(address), StringComparison.OrdinalIgnoreCase);
        return hasMoved && finding.Code == PinCode.Found
            ? Finding.Good(
                PinCode.RepositoryMoved,
                $"Its repository is at {RepositoryAddress.OnGitHub(state.FullName)} now.",
                pin.Source!.Kind == SourceKind.Git
                    ? "Update-ComfyRegistry -Upgrade writes the new address down."
                    : null,
                finding.AskedAt)
            : finding;
    }

    /// <summary>
    /// Only a token lets so many repositories be asked about; not having asked says nothing, and nor does a failure.
    /// </summary>
    private Task<GitHubState?> StateAsync(string address)
        => _sources.GitHub.HasToken && RepositoryAddress.OwnerAndRepository(address) is not null
            ? _known.GetOrAdd(address, key => new Lazy<Task<GitHubState?>>(async () => await _states.AskAsync(key)
                .ConfigureAwait(false) is { Exists: true } known
                ? known.Value
                : null)).Value
            : Task.FromResult<GitHubState?>(null);

    private IReadOnlyList<Task<Answer<GitHubState>>> AskStates(IReadOnlyList<string> addresses, CancellationToken stop)
    {
        Task<IReadOnlyList<Answer<GitHubState>>> asking = _sources.GitHub.FindStatesAsync(addresses, stop);
        return [.. addresses.Select((_, i) => PickAsync(asking, i))];

        static async Task<Answer<GitHubState>> PickAsync(Task<IReadOnlyList<Answer<GitHubState>>> asking, int number)
            => (await asking.ConfigureAwait(false))[number];
    }
}
