using System;
using System.Collections.Generic;
using System.Management.Automation;
using ComfyDeps.Binding;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Says in what environments differ, from each other and from the registry.</summary>
[Cmdlet(VerbsData.Compare, "ComfyInstallation")]
[OutputType(typeof(EnvironmentDifference))]
public sealed class CompareComfyInstallationCommand : EnvironmentCmdlet
{
    private readonly List<InstalledItem> _saved = [];

    /// <summary>Folders of ComfyUI, or volumes that hold one.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Hosts to look at over SSH, each as name or as user@name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <summary>Addresses of running ComfyUI servers.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public Uri[] Uri { get; set; } = [];

    /// <summary>
    /// What Get-ComfyInstallation gave before: as it is, from another session, or read back from JSON.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Tells also of what is the same everywhere.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject value in InputObject)
        {
            if (InstalledItems.From(this, value) is InstalledItem item)
            {
                _saved.Add(item);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        CompareInstallationOptions options = new()
        {
            RegistryPath = FullRegistryPath,
            CurrentFolder = CurrentFolder,
            Saved = _saved,
            IncludeEqual = IncludeEqual,
        };
        EnvironmentSelection selection = Selection(Path, isLiteral: false, HostName, Uri);
        WriteEach((reporter, stop) => CompareInstallation.RunAsync(selection, options, reporter, stop));
    }
}
