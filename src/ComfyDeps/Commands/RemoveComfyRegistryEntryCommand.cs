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
        RegistryPlan plan = RemoveRegistryEntry.Plan(options, new ErrorList(problems));
        problems.ForEach(problem => WriteError(problem.ToErrorRecord()));
        RegistryChange[] wanted = [.. plan.Changes.Where(change => ShouldProcess(change.Name, change.Action))];
        if (wanted.Length > 0)
        {
            WriteEntries((reporter, stop) => RemoveRegistryEntry.RunAsync(plan, wanted, reporter, stop));
        }
    }
}
