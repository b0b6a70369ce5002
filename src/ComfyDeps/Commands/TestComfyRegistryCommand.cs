using System.Management.Automation;
using ComfyDeps.Binding;
using ComfyDeps.Completion;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Asks every source whether what the registry is pinned to exists and is what it was.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ComfyRegistry", DefaultParameterSetName = NameSet)]
[OutputType(typeof(VerificationResult), ParameterSetName = [NameSet, InputSet])]
[OutputType(typeof(bool), ParameterSetName = [NameSet, InputSet])]
public sealed class TestComfyRegistryCommand : ComfyDepsCmdlet
{
    private const string NameSet = "Name";
    private const string InputSet = "InputObject";

    private StreamInput<object>? _items;

    /// <summary>
    /// Dependencies, and other objects that are about packs and models: only what they are about is verified.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>
    /// Ids of node packs, folder/file of models, and names of the environment's entries; wildcards. Without any, all.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RegistryEntryCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The registry; without it the one of the current folder, or of a folder above it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RegistryPath { get; set; }

    /// <summary>Asks nobody: tells what can be told from the registry and from what was found before.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    /// <summary>Gives one bool: whether every result is good.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        TestRegistryOptions options = new()
        {
            RegistryPath = RegistryPath is null ? null : FilePaths.Single(this, RegistryPath),
            CurrentFolder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
            Names = Name,
            IsOffline = Offline,
        };
        bool isWhole = ParameterSetName == NameSet && !MyInvocation.ExpectingInput;
        _items = Quiet
            ? StartStream<object, object>(
                (items, reporter, stop) => TestRegistry.RunQuietlyAsync(
                    isWhole ? null : items, options, reporter, stop))
            : StartStream<object, VerificationResult>(
                (items, reporter, stop) => TestRegistry.RunAsync(isWhole ? null : items, options, reporter, stop));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject)
        {
            _items!.Feed(item.BaseObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _items!.Complete();
}
