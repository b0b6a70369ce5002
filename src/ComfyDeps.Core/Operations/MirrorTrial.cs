using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.Sources.Git;

namespace ComfyDeps.Operations;

/// <summary>Refuses a mirror that could give something else than what is pinned.</summary>
/// <param name="session">Whom to ask.</param>
/// <param name="stop">Stops the asking.</param>
internal sealed class MirrorTrial(PinSession session, CancellationToken stop)
{
    /// <summary>Checks the mirror that an entry is given.</summary>
    /// <param name="kind">Node or Model.</param>
    /// <param name="name">The entry.</param>
    /// <param name="document">The registry as it would be.</param>
    /// <param name="mirror">The mirror; null and empty are none.</param>
    /// <exception cref="ComfyDepsException">The mirror does not have what is pinned, or that could not be
    /// asked.</exception>
    internal async Task CheckAsync(DependencyKind kind, string name, RegistryDocument document, string? mirror)
    {
        if (string.IsNullOrEmpty(mirror))
        {
            return;
        }

        PinSource source = kind == DependencyKind.Node ? document.Nodes[name].Source : document.Models[name].Source;
        bool isHashed = kind == DependencyKind.Node
            ? source is { Kind: SourceKind.ComfyRegistry, Sha256: not null }
            : Pins.IsExact(document.Models[name]);
        if (source.Kind == SourceKind.Git && source.Commit is string commit)
        {
            await CheckCommitAsync(name, mirror, commit).ConfigureAwait(false);
        }
        else if (!isHashed)
        {
            throw new ComfyDepsException(
                ErrorCode.InvalidArgument,
                $"'{name}' has no commit or hash by which what comes from the mirror could be checked.",
                name,
                "Pin it first: Update-ComfyRegistry, with -Download where no source publishes a hash.");
        }
    }

    /// <summary>A commit's id is made of its content: a repository that has it as its own has the same.</summary>
    private async Task CheckCommitAsync(string name, string mirror, string commit)
    {
        if (RepositoryAddress.Normalize(mirror) is not string address)
        {
            throw new ComfyDepsException(
                ErrorCode.InvalidArgument,
                "The mirror is not the address of a git repository.",
                name,
                "Give an https address.");
        }

        GitPinFact fact = await session.Nodes.Git.InspectAsync(address, commit, stop).ConfigureAwait(false);
        if (fact.State != GitPinState.Here || fact.IsOutdated)
        {
            throw new ComfyDepsException(
                fact.State switch
                {
                    GitPinState.Unknown or GitPinState.Here => ErrorCode.SourceUnavailable,
                    GitPinState.Refused => ErrorCode.SourceAccessDenied,
                    _ => ErrorCode.NotFound,
                },
                $"The mirror '{address}' was not found to have {commit} of '{name}': {fact.Reason}",
                address,
                fact.Hint ?? "Bring the mirror up to date, and run the command again.");
        }
    }
}
