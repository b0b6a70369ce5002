using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ComfyDeps.Completion;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>
/// Writes down what a person decides: whom a class or a file comes from, a pin, a mirror, a verification by hand.
/// </summary>
[Cmdlet(VerbsCommon.Set, "ComfyRegistryEntry", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(RegistryEntry))]
public sealed class SetComfyRegistryEntryCommand : RegistryWriteCmdlet
{
    private const string ClassSet = "Class";
    private const string ModelSet = "Model";

    /// <summary>Node classes that come from the pack of -Pack.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClassSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ClassCompleter))]
    public string[] Class { get; set; } = [];

    /// <summary>The pack that they come from: an id, owner/repo, or the address of a repository.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClassSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PackCompleter))]
    public string? Pack { get; set; }

    /// <summary>A model file that comes from the address of -Uri: folder/file, or its name alone.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ModelSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelFileCompleter))]
    public string? Model { get; set; }

    /// <summary>The address that it comes from.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ModelSet)]
    [ValidateNotNull]
    public Uri? Uri { get; set; }

    /// <summary>The exact version, or the full commit, to pin.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = InputSet)]
    [Alias("Commit")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public string? Version { get; set; }

    /// <summary>What the pin follows: latest, a branch, a tag, or a range; an empty text lets it stay.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = InputSet)]
    [AllowEmptyString]
    public string? Requested { get; set; }

    /// <summary>The pack's folder under custom_nodes/; an empty text for the usual one.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = InputSet)]
    [AllowEmptyString]
    public string? Directory { get; set; }

    /// <summary>Where to fetch instead; an empty text for no mirror.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = InputSet)]
    [AllowEmptyString]
    public string? Mirror { get; set; }

    /// <summary>All further places under models/ at which workflows look for the file.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = InputSet)]
    [AllowEmptyCollection]
    public string[]? Alias { get; set; }

    /// <summary>The SHA-256 that a model file must have.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = InputSet)]
    [ValidatePattern("^[0-9A-Fa-f]{64}$")]
    public string? Sha256 { get; set; }

    /// <summary>The size in bytes that a model file must have.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = InputSet)]
    [ValidateRange(0, long.MaxValue)]
    public long? Size { get; set; }

    /// <summary>Who verified the pin by hand.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = InputSet)]
    [ValidateNotNullOrEmpty]
    public string? VerifiedBy { get; set; }

    /// <summary>Why the pin is good; it is kept beside -VerifiedBy.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = InputSet)]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    /// <inheritdoc/>
    protected override void Run(string? registryPath, string currentFolder, IReadOnlyList<object> entries)
    {
        SetRegistryEntryOptions options = new()
        {
            RegistryPath = registryPath,
            CurrentFolder = currentFolder,
            Classes = Class,
            Pack = Pack,
            Model = Model,
            Uri = Uri,
            Entries = entries,
            Version = Version,
            Requested = Requested,
            Directory = Directory,
            Mirror = Mirror,
            Aliases = Alias,
            Sha256 = Sha256,
            Size = Size,
            VerifiedBy = VerifiedBy,
            Reason = Reason,
        };
        if (Await((reporter, stop) => SetRegistryEntry.PlanAsync(options, reporter, stop)) is not RegistryPlan plan)
        {
            return;
        }

        // What is so already needs nobody's consent, and is given like the rest.
        RegistryChange[] wanted =
            [.. plan.Changes.Where(change => change.Action.Length == 0 || ShouldProcess(change.Name, change.Action))];
        if (wanted.Length > 0)
        {
            WriteEntries((reporter, stop) => SetRegistryEntry.RunAsync(plan, wanted, reporter, stop));
        }
    }
}
