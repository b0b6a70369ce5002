using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.Sources.Git;
using ComfyDeps.Verification;

namespace ComfyDeps.Operations;

/// <summary>
/// Takes over what an installation is besides packs and models: the commit of its ComfyUI, and every Python
/// distribution of its interpreter as a constraints file. What the registry has already stays.
/// </summary>
internal sealed partial class AdoptedEnvironment
{
    private const string FileName = "constraints.txt";

    private readonly RegistryFile _file;
    private readonly PinChecker _checker;
    private readonly IReporter _reporter;

    /// <summary>Takes over into a registry.</summary>
    /// <param name="file">The registry.</param>
    /// <param name="checker">Verifies the commit.</param>
    /// <param name="reporter">Hears what cannot be taken over.</param>
    internal AdoptedEnvironment(RegistryFile file, PinChecker checker, IReporter reporter)
    {
        _file = file;
        _checker = checker;
        _reporter = reporter;
    }

    /// <summary>The changes that installed items make.</summary>
    /// <param name="items">All items; others are passed over.</param>
    internal async Task<IReadOnlyList<RegistryChange>> ChangesAsync(IEnumerable<object> items)
    {
        InstalledItem[] installed = [.. items.OfType<InstalledItem>()];
        RegistryChange?[] changes =
        [
            await ComfyUiAsync([.. installed.Where(static item => item.Kind == DependencyKind.ComfyUI)])
                .ConfigureAwait(false),
            Constraints(
                [.. installed.Where(static item => item.Kind == DependencyKind.Python && item.Location is not null)]),
        ];
        return [.. changes.OfType<RegistryChange>()];
    }

    private async Task<RegistryChange?> ComfyUiAsync(InstalledItem[] found)
    {
        string[] commits =
            [.. found.Select(static item => item.Commit).OfType<string>().Where(GitObjectId.IsFull).Distinct()];
        if (commits.Length == 0 || _file.Document.Environment.ComfyUi is not null)
        {
            return null;
        }

        if (commits.Length > 1)
        {
            _reporter.Warning(
                $"The environments have {commits.Length} commits of ComfyUI; none was taken over. "
                    + "Set-ComfyRegistryEnvironment chooses one.");
            return null;
        }

        ComfyUiPin pin = new(commits[0], found.First(item => item.Commit == commits[0]).Version);
        VerificationResult result = await _checker.CheckAsync(
            new RegistryPin { Kind = DependencyKind.ComfyUI, Name = RegistryPin.ComfyUiName, ComfyUi = pin })
                .ConfigureAwait(false);
        if (!result.IsOk)
        {
            _reporter.Warning($"ComfyUI {pin.Commit} was not taken over: {result.Message}");
            return null;
        }

        string version = pin.Version is null ? string.Empty : $" ({pin.Version})";
        return new RegistryChange
        {
            Kind = DependencyKind.ComfyUI,
            Name = RegistryPin.ComfyUiName,
            Action = $"Pin nothing -> {pin.Commit[..10]}{version}: what is installed",
            Apply = document => document with { Environment = document.Environment with { ComfyUi = pin } },
        };
    }

    private RegistryChange? Constraints(InstalledItem[] found)
    {
        if (found.Length == 0 || _file.Document.Environment.Constraints is not null)
        {
            return null;
        }

        if (found.Select(static item => item.Environment).Distinct(StringComparer.Ordinal).Skip(1).Any())
        {
            _reporter.Warning(
                "The Python distributions of several environments came; none was taken over. Take one environment.");
            return null;
        }

        InstalledItem[] usable = Usable(found);
        byte[] content = Encoding.UTF8.GetBytes(string.Concat(usable
            .Select(static item => $"{item.Name}=={item.Version}\n")
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)));
        string path = Path.Join(Path.GetDirectoryName(_file.Path), FileName);
        if (File.Exists(path) && !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            _reporter.Warning(
                $"There is another '{path}' already; it stays as it is. Set-ComfyRegistryEnvironment "
                    + "-ConstraintsPath takes it.");
            return null;
        }

        ConstraintsPin pin = new(FileName, Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant());
        return new RegistryChange
        {
            Kind = DependencyKind.Python,
            Name = FileName,
            Action = $"Write {usable.Length} Python distributions of {found[0].Environment} to '{path}', and pin it",
            Before = () => WholeFile.Write(path, content),
            Apply = document => document with { Environment = document.Environment with { Constraints = pin } },
        };
    }

    private InstalledItem[] Usable(InstalledItem[] found)
    {
        InstalledItem[] usable =
            [.. found.Where(static item => item.Url is null && item.Commit is null && IsPin(item))];
        if (usable.Length < found.Length)
        {
            string others = string.Join(", ", found.Except(usable).Select(static item => item.Name));
            _reporter.Warning(
                "These are from an address or have no plain version, which a constraints file cannot say; they were "
                    + $"left out: {others}.");
        }

        return usable;
    }

    private static bool IsPin(InstalledItem item)
        => Name().IsMatch(item.Name) && item.Version is string version && Version().IsMatch(version);

    [GeneratedRegex("^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$")]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9.!+_-]*$")]
    private static partial Regex Version();
}
