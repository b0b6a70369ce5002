using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Inspection.Files;
using ComfyDeps.Inspection.Git;
using ComfyDeps.Inspection.Python;

namespace ComfyDeps.Inspection.Packs;

/// <summary>Tells what a pack is: a checkout, an archive of the Comfy Registry, a folder or a single file.</summary>
internal sealed class PackReader
{
    private const int MostNamed = 3;

    private readonly IEnvironmentFiles _files;
    private readonly string _environment;
    private readonly InspectionOptions _options;
    private readonly Interpreter? _interpreter;

    /// <summary>Prepares to read packs.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="environment">What the environment is called.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="interpreter">The interpreter, or null when it was not found or is not looked at.</param>
    internal PackReader(
        IEnvironmentFiles files,
        string environment,
        InspectionOptions options,
        Interpreter? interpreter)
    {
        _files = files;
        _environment = environment;
        _options = options;
        _interpreter = interpreter;
    }

    /// <summary>Reads one pack; null for a folder that has nothing to do with packs.</summary>
    /// <param name="place">The pack.</param>
    internal InspectedItem? Read(PackPlace place)
    {
        List<InspectionFinding> findings = [];
        if (place.IsDangling)
        {
            findings.Add(new InspectionFinding(
                VerificationStatus.Missing,
                Finding.DanglingLink,
                ShownText.Of($"'{place.Path}' is a link that leads to nothing."),
                "Restore what it leads to, or remove the link and install the pack again."));
            return Item(place, findings, place.Name);
        }

        AddDisabled(place, findings);
        if (place.IsFile)
        {
            return Item(place, findings, place.Name);
        }

        ProjectFile? project = ProjectFile.Read(_files, place.Path);
        GitCheckout? checkout = GitReader.Read(_files, place.Path);
        InspectedItem? item = checkout is not null ? Checkout(place, checkout, findings)
            : ArchiveFiles.Read(_files, place.Path) is ArchiveFiles archive && project?.Name is not null
                ? Archive(place, project, archive, findings)
                : Other(place, project, findings);
        if (item is not null && place.IsEnabled)
        {
            findings.AddRange(Requirements(place.Path, project));
        }

        return item;
    }

    /// <summary>What is wrong with the requirements of a folder: its list's, else its project's.</summary>
    /// <param name="folder">A pack's folder, or ComfyUI's.</param>
    /// <param name="project">Its project, or null.</param>
    internal IEnumerable<InspectionFinding> Requirements(string folder, ProjectFile? project)
    {
        if (_interpreter is null)
        {
            return [];
        }

        IReadOnlyList<Requirement> requirements = RequirementList.Read(_files, folder, "requirements.txt")?.Requirements
            ?? RequirementList.Parse(project?.Dependencies ?? []);
        return new RequirementCheck(_interpreter).Check(requirements);
    }

    /// <summary>What is wrong with a checkout.</summary>
    /// <param name="checkout">The checkout.</param>
    /// <param name="findings">Where it is added.</param>
    /// <returns>Whether its files differ from its commit.</returns>
    internal bool? Judge(GitCheckout checkout, List<InspectionFinding> findings)
    {
        if (checkout.Commit is null)
        {
            string where = ShownText.Of(checkout.Folder);
            findings.Add(checkout.HasUnknownReferences
                ? new InspectionFinding(
                    VerificationStatus.Undetermined,
                    Finding.CommitUnknown,
                    $"The checkout in '{where}' keeps its references in a form that only git reads.",
                    "Run 'git refs migrate --ref-format=files' there, or look at it with git.")
                : new InspectionFinding(
                    VerificationStatus.Mismatch,
                    Finding.CheckoutBroken,
                    $"The checkout in '{where}' does not lead to a commit.",
                    "Install it again: a clone was broken off, or its repository was moved."));
            return null;
        }

        WorkTreeState? state = _files.CompareWithCommit(checkout);
        if (state is { IsDirty: true })
        {
            findings.Add(new InspectionFinding(
                VerificationStatus.Mismatch,
                Finding.Dirty,
                state.Changed.Count == 0
                    ? "What is added for the next commit differs from the commit."
                    : $"Files differ from the commit: {Names(state.Changed)}.",
                "See 'git status' there; install it again to be rid of the changes."));
        }

        return state?.IsDirty;
    }

    private static string Names(IReadOnlyList<string> names)
        => ShownText.Of(string.Join(", ", names.Take(MostNamed).Select(static n => $"'{n}'"))
            + (names.Count > MostNamed ? " and others" : string.Empty));

    private static void AddDisabled(PackPlace place, List<InspectionFinding> findings)
    {
        if (!place.IsEnabled)
        {
            findings.Add(new InspectionFinding(
                VerificationStatus.Mismatch,
                Finding.Disabled,
                ShownText.Of($"'{place.Name}' is disabled: ComfyUI does not load it."),
                "Enable it in ComfyUI-Manager, or move its folder back into custom_nodes."));
        }
    }

    private InspectedItem Checkout(PackPlace place, GitCheckout checkout, List<InspectionFinding> findings)
    {
        string? address = RepositoryAddress.Normalize(checkout.Remote);
        string name = checkout.RegistryId?.ToLowerInvariant()
            ?? (address is null
                ? null
                : _options.PackId?.Invoke(address) ?? RepositoryAddress.IdOf(RepositoryAddress.Key(address)))
            ?? place.Name;
        bool? isDirty = Judge(checkout, findings);
        return Item(place, findings, name, SourceKind.Git, address, commit: checkout.Commit, isDirty: isDirty);
    }

    private InspectedItem Archive(
        PackPlace place,
        ProjectFile project,
        ArchiveFiles archive,
        List<InspectionFinding> findings)
    {
        if (archive.Missing.Count > 0)
        {
            findings.Add(new InspectionFinding(
                VerificationStatus.Mismatch,
                Finding.MissingFiles,
                $"Files of the archive are not there: {Names(archive.Missing)}.",
                "Install the pack again."));
        }

        if (archive.Changed.Count > 0)
        {
            findings.Add(new InspectionFinding(
                VerificationStatus.Mismatch,
                Finding.Dirty,
                $"Files were changed after they were installed: {Names(archive.Changed)}.",
                "Install the pack again to be rid of the changes."));
        }

        return Item(
            place,
            findings,
            project.Name!.ToLowerInvariant(),
            SourceKind.ComfyRegistry,
            RepositoryAddress.Normalize(project.Repository),
            project.Version,
            isDirty: archive.Missing.Count + archive.Changed.Count > 0);
    }

    private InspectedItem? Other(PackPlace place, ProjectFile? project, List<InspectionFinding> findings)
    {
        if (!_files.Look(EnvironmentPath.Join(place.Path, "__init__.py")).IsFile)
        {
            // ComfyUI tries to load every folder here, so one without this file is what an install left behind.
            findings.Add(new InspectionFinding(
                VerificationStatus.Mismatch,
                Finding.NotLoadable,
                ShownText.Of($"'{place.Path}' has no __init__.py: ComfyUI cannot load it."),
                "Install the pack again, or remove the folder."));
        }

        string name = project is { IsForRegistry: true, Name: string named } ? named.ToLowerInvariant() : place.Name;
        return Item(
            place,
            findings,
            name,
            address: RepositoryAddress.Normalize(project?.Repository),
            version: project?.Version);
    }

    private InspectedItem Item(
        PackPlace place,
        List<InspectionFinding> findings,
        string name,
        SourceKind? source = null,
        string? address = null,
        string? version = null,
        string? commit = null,
        bool? isDirty = null)
        => new(
            new InstalledItem
            {
                Kind = DependencyKind.Node,
                Name = ShownText.Of(name),
                Environment = _environment,
                Location = ShownText.Of(place.Path),
                Source = source,
                Url = address is null ? null : new Uri(address),
                Version = ShownText.OrNull(version),
                Commit = commit,
                Enabled = place.IsEnabled,
                Dirty = isDirty,
            },
            findings);
}
