using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ComfyDeps.Binding;
using ComfyDeps.Completion;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>
/// Adds what is missing in the registry, and pins what is not pinned to versions that exist and were verified.
/// </summary>
[Cmdlet(VerbsData.Update, "ComfyRegistry", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(RegistryEntry))]
public sealed class UpdateComfyRegistryCommand : ComfyDepsCmdlet
{
    private const string NameSet = "Name";
    private const string InputSet = "InputObject";

    private readonly List<object> _items = [];

    /// <summary>
    /// Dependencies, installed items, packs, versions and entries: what they are about is added where it is missing.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>
    /// Ids of node packs and folder/file of models that are in the registry; wildcards. Without any, all entries.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RegistryEntryCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>
    /// The registry; without it the one of the current folder, or of a folder above it, or a new one.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RegistryPath { get; set; }

    /// <summary>Moves pins that are not good to the newest stable version.</summary>
    [Parameter]
    public SwitchParameter Repair { get; set; }

    /// <summary>Moves good pins too, as far as what they follow lets them.</summary>
    [Parameter]
    public SwitchParameter Upgrade { get; set; }

    /// <summary>Takes what several could provide from the likeliest of them.</summary>
    [Parameter]
    public SwitchParameter AcceptAmbiguous { get; set; }

    /// <summary>Downloads and hashes what no source publishes a hash for: archives of packs, and some models.</summary>
    [Parameter]
    public SwitchParameter Download { get; set; }

    /// <summary>Gives the changed entries.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool IsTrial => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? whatIf)
        ? whatIf is SwitchParameter { IsPresent: true } or true
        : GetVariableValue("WhatIfPreference") is true or SwitchParameter { IsPresent: true };

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject)
        {
            _items.Add(item.BaseObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        bool isNamed = ParameterSetName == NameSet && !MyInvocation.ExpectingInput;
        UpdateRegistryOptions options = new()
        {
            RegistryPath = RegistryPath is null ? null : FilePaths.Single(this, RegistryPath),
            CurrentFolder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
            Items = isNamed ? Name : _items,
            HasItems = !isNamed,
            Repairs = Repair,
            Upgrades = Upgrade,
            AcceptsAmbiguous = AcceptAmbiguous,
            Downloads = Download,
            IsTrial = IsTrial,
        };
        if (Await((reporter, stop) => UpdateRegistry.PlanAsync(options, reporter, stop)) is not RegistryPlan plan)
        {
            return;
        }

        RegistryChange[] wanted = [.. plan.Changes.Where(change => ShouldProcess(change.Name, change.Action))];
        if (wanted.Length == 0)
        {
            WriteVerbose($"'{plan.Path}' stays as it is.");
            return;
        }

        bool isGiven = PassThru;
        WriteEach(
            (reporter, stop) => RegistryWriteCmdlet.Only(
                UpdateRegistry.SaveAsync(plan, wanted, reporter, stop), isGiven));
    }
}
