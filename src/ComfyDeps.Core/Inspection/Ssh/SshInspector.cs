using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Inspection.Files;
using ComfyDeps.Inspection.Models;

namespace ComfyDeps.Inspection.Ssh;

/// <summary>
/// Looks at an environment on another machine over SSH: one connection, one question, and one more for hashes.
/// </summary>
internal sealed class SshInspector : IEnvironmentInspector
{
    private const int MostLanes = 4;

    private static readonly string[] s_systemPrefixes = ["/usr/local", "/usr"];

    /// <summary>How long a host may look without telling anything, before it is given up.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly SshTarget _target;
    private readonly string? _folder;

    /// <summary>Prepares to look.</summary>
    /// <param name="target">The host.</param>
    /// <param name="folder">ComfyUI's folder there, or a volume that holds it; null to look where it usually
    /// is.</param>
    /// <exception cref="ComfyDepsException">The folder is no full path.</exception>
    internal SshInspector(SshTarget target, string? folder)
    {
        if (folder is not null && (!folder.StartsWith('/') || folder.Any(char.IsControl)))
        {
            throw new ComfyDepsException(
                ErrorCode.InvalidArgument,
                ShownText.Of($"'{folder}' is no full path on the host."),
                ShownText.Of(folder),
                "Give one such as /workspace/ComfyUI.");
        }

        _target = target;
        _folder = folder is null or "/" ? folder : EnvironmentPath.Normalize(folder);
        Environment = ShownText.Of(target.Name);
    }

    /// <inheritdoc/>
    public string Environment { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<InspectedItem> InspectAsync(
        InspectionOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string nonce = "cd" + Convert.ToHexString(RandomNumberGenerator.GetBytes(16)).ToLowerInvariant();
        ProbeReader lines = new(nonce);
        SshSession session = new(_target, lines, cancellationToken);
        await using ConfiguredAsyncDisposable ending = session.ConfigureAwait(false);
        session.Send(ProbeScript.Look(nonce, _folder, options.ReadHeaders));
        ProbeAnswer answer = await AskAsync(session, lines, cancellationToken).ConfigureAwait(false);
        EnvironmentPlace place = Place(answer);
        Warn(place, reporter);
        string identity = $"{_target.Identity}{place.ComfyUi ?? place.ModelFolders[0]}";
        ModelLook look = ModelLook.At(answer.Files, place, options, identity);
        ModelFile[] toHash = AskForHashes(session, answer, look);
        EnvironmentReader reader = new(answer.Files, Environment, place, options);
        foreach (InspectedItem item in reader.Parts(cancellationToken))
        {
            yield return item;
        }

        look.Tell(reporter, Environment);
        RemoteHashes hashes = new(lines.Lines, toHash, new HashProgress(reporter, Environment, look.BytesToHash));
        try
        {
            foreach (ModelFile file in look.Files)
            {
                HashedFile hashed = await HashOfAsync(file, look, hashes, cancellationToken).ConfigureAwait(false);
                yield return look.Item(reader, answer.Files, file, hashed, options);
            }
        }
        finally
        {
            look.Save();
        }

        if (hashes.IsBrokenOff)
        {
            throw await session.FailureAsync().ConfigureAwait(false);
        }
    }

    private void Warn(EnvironmentPlace place, IReporter reporter)
    {
        foreach (string warning in place.Warnings)
        {
            reporter.Warning($"{Environment}: {warning}");
        }
    }

    /// <summary>The last question: no other comes after it.</summary>
    private static ModelFile[] AskForHashes(SshSession session, ProbeAnswer answer, ModelLook look)
    {
        ModelFile[] files = [.. look.Files.Where(look.IsToHash)];
        if (files.Length > 0)
        {
            byte[][] paths = [.. files.Select(f => answer.Files.RawPath(f.Path))];
            session.Send(ProbeScript.Hash(paths, Math.Clamp(answer.Processors, 1, MostLanes)));
        }

        session.EndSending();
        return files;
    }

    /// <summary>The hash that is known, or that the host tells; what it tells is kept for the next time.</summary>
    private static async ValueTask<HashedFile> HashOfAsync(
        ModelFile file, ModelLook look, RemoteHashes hashes, CancellationToken cancellationToken)
    {
        if (!look.IsToHash(file))
        {
            return new HashedFile(look.Known(file));
        }

        HashedFile hashed = await hashes.OfAsync(file, cancellationToken).ConfigureAwait(false);
        if (hashed.Sha256 is string hash)
        {
            look.Keep(file, hash);
        }

        return hashed;
    }

    /// <summary>Reads until the host says that it told everything.</summary>
    private async Task<ProbeAnswer> AskAsync(SshSession session, ProbeReader lines, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ProbeAnswer answer = new();
        try
        {
            patience.CancelAfter(s_patience);
            await foreach (ProbeLine line in lines.Lines.ReadAllAsync(patience.Token).ConfigureAwait(false))
            {
                patience.CancelAfter(s_patience);
                if (answer.Take(line))
                {
                    return answer.MissingTools.Count == 0
                        ? answer
                        : throw SshFailure.Unavailable(
                            _target.Name,
                            $"it lacks {string.Join(", ", answer.MissingTools.Select(static t => $"'{t}'"))}",
                            string.Empty,
                            "Look at it by its folder or its server.");
                }
            }
        }
        catch (FormatException e)
        {
            throw SshFailure.Unavailable(
                _target.Name,
                "something else printed into the answer",
                e.Message,
                "See what its shell's start files leave running.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw SshFailure.Unavailable(
                _target.Name,
                $"it told nothing for {s_patience.TotalMinutes} minutes",
                string.Empty,
                "See whether a volume there does not answer.");
        }

        throw await session.FailureAsync().ConfigureAwait(false);
    }

    private EnvironmentPlace Place(ProbeAnswer answer)
    {
        string? found = answer.ComfyUi ?? (answer.Volumes.Count > 0 ? answer.Volumes[0] : null);
        if (found is null)
        {
            throw SshFailure.Unavailable(
                _target.Name,
                _folder is null
                    ? "no ComfyUI was found where it usually is"
                    : $"there is no ComfyUI and no 'models' folder in '{_folder}'",
                string.Empty,
                "Give ComfyUI's folder there with -RemotePath.");
        }

        PlaceFinder finder = new(answer.Files, answer.Home);
        EnvironmentPlace place = finder.Find(found, answer.Running, answer.Volumes);
        string[] others = [.. answer.Candidates.Where(c => c != answer.ComfyUi)];
        return place with
        {
            Machine = answer.Machine,
            PythonFolders = answer.Pythons,
            SystemPrefixes = [.. s_systemPrefixes.Where(answer.Pythons.Contains)],
            Warnings = others.Length == 0
                ? place.Warnings
                :
                [
                    .. place.Warnings,
                    ShownText.Of(
                        $"'{answer.ComfyUi}' is looked at; there is also {string.Join(", ", others.Select(static o =>
                            $"'{o}'"))}. Give the one that is meant with -RemotePath."),
                ],
        };
    }
}
