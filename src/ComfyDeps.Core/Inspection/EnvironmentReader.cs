using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ComfyDeps.Inspection.Files;
using ComfyDeps.Inspection.Models;
using ComfyDeps.Inspection.Packs;
using ComfyDeps.Inspection.Python;

namespace ComfyDeps.Inspection;

/// <summary>Makes items of an environment's files, in the same way wherever the files are.</summary>
internal sealed class EnvironmentReader
{
    private readonly IEnvironmentFiles _files;
    private readonly string _environment;
    private readonly EnvironmentPlace _place;
    private readonly InspectionOptions _options;
    private readonly Interpreter? _interpreter;
    private readonly PackReader _packs;

    /// <summary>Prepares to read.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="environment">What the environment is called.</param>
    /// <param name="place">Where its parts are.</param>
    /// <param name="options">What is wanted.</param>
    internal EnvironmentReader(
        IEnvironmentFiles files,
        string environment,
        EnvironmentPlace place,
        InspectionOptions options)
    {
        _files = files;
        _environment = environment;
        _place = place;
        _options = options;
        _interpreter = options.Python && place.ComfyUi is not null ? FindInterpreter(files, place) : null;
        _packs = new PackReader(files, environment, options, _interpreter);
    }

    /// <summary>ComfyUI itself, the packs, and what the interpreter has.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    internal IEnumerable<InspectedItem> Parts(CancellationToken cancellationToken)
    {
        if (_place.ComfyUi is not string comfy)
        {
            yield break;
        }

        yield return ComfyUi(comfy);
        foreach (InspectedItem pack in Packs(cancellationToken))
        {
            yield return pack;
        }

        if (_interpreter is not null)
        {
            foreach (InspectedItem distribution in Distributions(_interpreter))
            {
                yield return distribution;
            }
        }
    }

    /// <summary>The item of a model file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sha256">Its hash, where it is known.</param>
    /// <param name="findings">What is wrong with it.</param>
    internal InspectedItem Model(ModelFile file, string? sha256, IReadOnlyList<InspectionFinding> findings)
    {
        (string? folder, string fileName) = ModelFileNames.Split(file.Name);
        return new InspectedItem(
            new InstalledItem
            {
                Kind = DependencyKind.Model,
                Name = ShownText.Of(file.Name),
                Environment = _environment,
                Location = ShownText.Of(file.Path),
                Folder = ShownText.OrNull(folder),
                FileName = ShownText.Of(fileName),
                Size = file.Facts.IsFile ? file.Facts.Size : null,
                Sha256 = sha256,
            },
            findings);
    }

    /// <summary>The first Python that has PyTorch, without which ComfyUI does not run; else the first.</summary>
    private static Interpreter? FindInterpreter(IEnvironmentFiles files, EnvironmentPlace place)
    {
        Interpreter? first = null;
        foreach (string folder in place.PythonFolders.Where(f => files.Look(f).IsFolder))
        {
            Interpreter? found = Interpreter.Read(files, folder, place.SystemPrefixes, place.Machine);
            if (found?.Find("torch") is not null)
            {
                return found;
            }

            first ??= found;
        }

        return first;
    }

    private InspectedItem ComfyUi(string comfy)
    {
        InspectedItem item = ComfyUiReader.Read(_files, _environment, comfy, _packs);
        return _interpreter is not null || !_options.Python ? item : item with
        {
            Findings =
            [
                .. item.Findings,
                new InspectionFinding(
                    VerificationStatus.Undetermined,
                    Finding.InterpreterUnknown,
                    ShownText.Of(
                        $"The Python that runs '{comfy}' was not found, so nothing is known of what it has installed."),
                    "Give the volume or the folder that holds both, or look over SSH while ComfyUI runs."),
            ],
        };
    }

    private List<InspectedItem> Packs(CancellationToken cancellationToken)
    {
        // Reading is many small waits; the order of the items stays that of the folders.
        List<InspectedItem> items =
        [
            .. _place.PackFolders.SelectMany(folder => PackPlace.In(_files, folder)).ToList()
                .AsParallel().AsOrdered().WithCancellation(cancellationToken)
                .Select(_packs.Read).OfType<InspectedItem>(),
        ];
        Dictionary<string, InspectedItem> first = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < items.Count; i++)
        {
            InstalledItem item = items[i].Item;
            string key = item.Url is Uri url ? RepositoryAddress.Key(url.AbsoluteUri) : item.Name;
            if (item.Enabled && !first.TryAdd(key, items[i]))
            {
                items[i] = items[i] with
                {
                    Findings =
                    [
                        .. items[i].Findings,
                        new InspectionFinding(
                            VerificationStatus.Mismatch,
                            Finding.DuplicatePack,
                            ShownText.Of(
                                $"'{item.Location}' is the same pack as '{first[key].Item.Location}': ComfyUI loads "
                                    + "both."),
                            "Keep one of them, and disable or remove the other."),
                    ],
                };
            }
        }

        return items;
    }

    private IEnumerable<InspectedItem> Distributions(Interpreter interpreter)
    {
        IReadOnlyList<Requirement> constraints = RequirementList.Parse(_options.Constraints);
        RequirementCheck check = new(interpreter);
        ILookup<string, (Distribution Second, Distribution First)> doubles = interpreter.Doubles.ToLookup(
            static d => d.First.Name, StringComparer.Ordinal);
        foreach (Distribution distribution in interpreter.Distributions.OrderBy(
            static d => d.Name, StringComparer.Ordinal))
        {
            List<InspectionFinding> findings =
            [
                .. doubles[distribution.Name].Select(static d => new InspectionFinding(
                    VerificationStatus.Mismatch,
                    Finding.DuplicateDistribution,
                    ShownText.Of($"'{d.First.Name}' is there twice: as {d.First.Version} and as {d.Second.Version}."),
                    "Uninstall it until it is gone, and install it again.")),
            ];
            if (check.Violated(constraints, distribution) is InspectionFinding violated)
            {
                findings.Add(violated);
            }

            string? address = RepositoryAddress.Normalize(distribution.Url);
            bool isGit = distribution.Commit is not null;
            yield return new InspectedItem(
                new InstalledItem
                {
                    Kind = DependencyKind.Python,
                    Name = distribution.Name,
                    Environment = _environment,
                    Location = ShownText.Of(distribution.Location),
                    Source = isGit ? SourceKind.Git : address is null ? null : SourceKind.Url,
                    Url = address is null ? null : new Uri(address),
                    Version = ShownText.OrNull(distribution.Version),
                    Commit = distribution.Commit,
                },
                findings);
        }
    }
}
