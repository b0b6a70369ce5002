using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Takes entries, or decisions, out of the registry.</summary>
[Cmdlet(VerbsCommon.Remove, "ComfyRegistryEntry", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(RegistryEntry))]
public sealed class RemoveComfyRegistryEntryCommand : RegistryWriteCmdlet
{
    /// <summary>Entries of these kinds only.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = InputSet)]
    [ValidateSet(
        nameof(DependencyKind.Node),
        nameof(DependencyKind.Model),
        nameof(DependencyKind.ComfyUI),
        nameof(DependencyKind.Python),
        nameof(DependencyKind.Image))]
    public string[] Kind { get; set; } = [];

    /// <summary>Node classes and model files about which nothing is decided any more.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Decision")]
    [ValidateNotNullOrEmpty]
    public string[] Decision { get; set; } = [];

    /// <inheritdoc/>
    protected override void Run(string? registryPath, string currentFolder, IReadOnlyList<object> entries)
    {
        RemoveRegistryEntryOptions options = new()
        {
            RegistryPath = registryPath,
            CurrentFolder = currentFolder,
            Entries = entries,
            Kinds = Array.ConvertAll(Kind, static kind => Enum.Parse<DependencyKind>(kind, ignoreCase: true)),
            Decisions = Decision,
        };
        List<ComfyDepsException> problems = [];
        (string path, IReadOnlyList<RegistryEntry> found) = RemoveRegistryEntry.Plan(options, new ErrorList(problems));
        problems.ForEach(problem => WriteError(problem.ToErrorRecord()));
        RegistryEntry[] chosen = [.. found.Where(entry => ShouldProcess(path, $"Remove {entry.Kind} {entry.Name}"))];
        string[] decisions = [.. Decision.Where(name => ShouldProcess(path, $"Remove the decision about {name}"))];
        if (chosen.Length + decisions.Length > 0)
        {
            WriteEntries((reporter, stop) => RemoveRegistryEntry.RunAsync(path, chosen, decisions, reporter, stop));
        }
    }
}
