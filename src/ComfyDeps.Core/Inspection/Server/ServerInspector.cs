using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;
using ComfyDeps.Versioning;

namespace ComfyDeps.Inspection.Server;

/// <summary>Looks at an environment by asking the ComfyUI that runs in it. It tells neither sizes nor hashes.</summary>
internal sealed class ServerInspector : IEnvironmentInspector
{
    private const int LongestMessage = 200;

    /// <summary>Keys of the folder table that are no models.</summary>
    private static readonly HashSet<string> s_noModels = new(StringComparer.Ordinal)
    {
        "configs",
        "custom_nodes",
        "datasets",
        "fonts",
    };

    private readonly ServerPackSource _packs;
    private readonly ServerAddress _address;

    /// <summary>Prepares to ask.</summary>
    /// <param name="http">What asks; see <see cref="ServerQuestions.Settings"/>.</param>
    /// <param name="address">The server.</param>
    internal ServerInspector(HttpPipeline http, ServerAddress address)
    {
        _address = address;
        Source = new ServerSource(http, address);
        _packs = new ServerPackSource(http, address);
        Environment = SafeUrl.Of(address.Uri);
    }

    /// <inheritdoc/>
    public string Environment { get; }

    /// <summary>The server, for what is more than items: its classes and what their inputs offer.</summary>
    internal ServerSource Source { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<InspectedItem> InspectAsync(
        InspectionOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Answer<ServerSystem> system = await Source.SystemAsync(cancellationToken).ConfigureAwait(false);
        if (!system.Exists)
        {
            throw new ComfyDepsException(
                system.Kind == AnswerKind.Inaccessible
                    ? ErrorCode.SourceAccessDenied
                    : ErrorCode.EnvironmentUnavailable,
                ShownText.Of(system.Reason ?? $"ComfyUI at '{Environment}' did not answer."),
                Environment,
                system.Hint);
        }

        yield return Item(DependencyKind.ComfyUI, "ComfyUI", version: system.Value!.ComfyUiVersion);
        await foreach (InspectedItem pack in PacksAsync(options, reporter, cancellationToken).ConfigureAwait(false))
        {
            yield return pack;
        }

        if (options.Python && system.Value.PyTorchVersion is string torch)
        {
            yield return Item(DependencyKind.Python, "torch", version: torch);
        }

        await foreach (InspectedItem model in ModelsAsync(reporter, cancellationToken).ConfigureAwait(false))
        {
            yield return model;
        }
    }

    private async IAsyncEnumerable<InspectedItem> PacksAsync(
        InspectionOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Answer<IReadOnlyList<InstalledPack>> installed = await _packs.InstalledAsync(asLoaded: false, cancellationToken)
            .ConfigureAwait(false);
        if (!installed.Exists)
        {
            Answer<ServerClasses> classes = await Source.ClassesAsync(cancellationToken).ConfigureAwait(false);
            string? rest = classes.Exists ? "Those with classes are told, without their versions." : classes.Reason;
            reporter.Warning(ShownText.Of($"{installed.Reason} {rest}"));
            foreach (string folder in classes.Value?.PackFolders ?? [])
            {
                yield return Item(DependencyKind.Node, folder, location: folder, finding: new InspectionFinding(
                    VerificationStatus.Undetermined,
                    Finding.NotTold,
                    "The server does not tell the version of this pack.",
                    "Look at the environment by its folder or over SSH."));
            }

            yield break;
        }

        IReadOnlyDictionary<string, ImportFailure> failures =
            await FailuresAsync(installed.Value!, reporter, cancellationToken).ConfigureAwait(false);
        foreach (InstalledPack pack in installed.Value!)
        {
            yield return Pack(pack, failures, options);
        }
    }

    private async Task<IReadOnlyDictionary<string, ImportFailure>> FailuresAsync(
        IReadOnlyList<InstalledPack> packs,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        string[] ids =
        [
            .. packs
                .Where(static p => p.IsEnabled != false)
                .Select(static p => p.RegistryId)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
        string[] addresses =
        [
            .. packs
                .Where(static p => p.IsEnabled != false && p.RegistryId is null)
                .Select(AddressOf)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
        Answer<IReadOnlyDictionary<string, ImportFailure>> answer =
            await _packs.ImportFailuresAsync(ids, addresses, cancellationToken).ConfigureAwait(false);
        if (!answer.Exists)
        {
            reporter.Warning(ShownText.Of($"Whether packs could be imported is not known: {answer.Reason}"));
        }

        return answer.Value ?? new Dictionary<string, ImportFailure>();
    }

    private static string? AddressOf(InstalledPack pack)
        => pack.Repository is string repository
            ? RepositoryAddress.IsOwnerAndRepository(repository)
                ? RepositoryAddress.OnGitHub(repository)
                : RepositoryAddress.Normalize(repository)
            : null;

    private InspectedItem Pack(
        InstalledPack pack,
        IReadOnlyDictionary<string, ImportFailure> failures,
        InspectionOptions options)
    {
        string? address = AddressOf(pack);
        string name = pack.RegistryId?.ToLowerInvariant()
            ?? (address is null
                ? null
                : options.PackId?.Invoke(address) ?? RepositoryAddress.IdOf(RepositoryAddress.Key(address)))
            ?? pack.Folder;
        InspectionFinding? finding = pack.IsEnabled == false
            ? new InspectionFinding(
                VerificationStatus.Mismatch,
                Finding.Disabled,
                ShownText.Of($"'{pack.Folder}' is disabled: ComfyUI does not load it."),
                "Enable it in ComfyUI-Manager.")
            : failures.GetValueOrDefault(pack.RegistryId ?? address ?? string.Empty) is ImportFailure failure
                ? new InspectionFinding(
                    VerificationStatus.Mismatch,
                    Finding.ImportFailed,
                    ShownText.Of(
                        $"'{pack.Folder}' could not be imported: "
                            + $"{Short(failure.Message)}"),
                    "See the server's log; most often a requirement is missing.")
                : null;
        bool isRelease = pack.Release is PackVersion;
        return Item(
            DependencyKind.Node,
            name,
            location: pack.Folder,
            version: isRelease ? pack.Reported : null,
            finding: finding,
            source: isRelease && pack.RegistryId is not null
                ? SourceKind.ComfyRegistry
                : pack.Commit is not null ? SourceKind.Git
                : null,
            address: address,
            commit: pack.Commit?.ToLowerInvariant(),
            isEnabled: pack.IsEnabled != false);
    }

    private async IAsyncEnumerable<InspectedItem> ModelsAsync(
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Answer<IReadOnlyList<string>> folders = await Source.ModelFoldersAsync(cancellationToken).ConfigureAwait(false);
        if (!folders.Exists)
        {
            reporter.Warning(ShownText.Of($"Which model files there are is not known: {folders.Reason}"));
            yield break;
        }

        HashSet<string> told = new(StringComparer.Ordinal);
        foreach (string folder in folders.Value!
            .Where(static f => !s_noModels.Contains(f))
            .Order(StringComparer.Ordinal))
        {
            Answer<ServerModels> models = await Source.ModelsAsync(folder, cancellationToken).ConfigureAwait(false);
            if (!models.Exists)
            {
                reporter.Warning(ShownText.Of($"Which files '{folder}' has is not known: {models.Reason}"));
                continue;
            }

            foreach (string file in models.Value!.Files.Order(StringComparer.Ordinal))
            {
                string name = $"{ModelFolders.Newest(folder)}/{file}";
                if (told.Add(name))
                {
                    yield return Model(name);
                }
            }
        }
    }

    private InspectedItem Model(string name)
    {
        (string? folder, string fileName) = Models.ModelFileNames.Split(name);
        return new InspectedItem(
            new InstalledItem
            {
                Kind = DependencyKind.Model,
                Name = ShownText.Of(name),
                Environment = Environment,
                Folder = ShownText.OrNull(folder),
                FileName = ShownText.Of(fileName),
            },
            []);
    }

    private InspectedItem Item(
        DependencyKind kind,
        string name,
        string? location = null,
        string? version = null,
        InspectionFinding? finding = null,
        SourceKind? source = null,
        string? address = null,
        string? commit = null,
        bool isEnabled = true)
        => new(
            new InstalledItem
            {
                Kind = kind,
                Name = ShownText.Of(name),
                Environment = Environment,
                Location = ShownText.OrNull(location)
                    ?? (kind == DependencyKind.ComfyUI ? SafeUrl.Of(_address.Uri) : null),
                Source = source,
                Url = address is null ? null : new Uri(address),
                Version = ShownText.OrNull(version),
                Commit = commit,
                Enabled = isEnabled,
            },
            finding is null ? [] : [finding]);

    private static string Short(string message)
        => (message.Length > LongestMessage ? message[..LongestMessage] : message).Trim();
}
