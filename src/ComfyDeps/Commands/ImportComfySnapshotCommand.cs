using System.Management.Automation;
using ComfyDeps.Binding;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>
/// Reads snapshots of ComfyUI-Manager, in JSON or in YAML, as entries that Update-ComfyRegistry takes.
/// </summary>
[Cmdlet(VerbsData.Import, "ComfySnapshot", DefaultParameterSetName = PathSet)]
[OutputType(typeof(RegistryEntry))]
public sealed class ImportComfySnapshotCommand : ComfyDepsCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private StreamInput<string>? _paths;

    /// <summary>Files or wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files, taken as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Gives packs that are disabled in the snapshot, too.</summary>
    [Parameter]
    public SwitchParameter IncludeDisabled { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
        => _paths = StartStream<string, RegistryEntry>(
            (paths, reporter, stop) => ImportSnapshot.RunAsync(paths, IncludeDisabled, reporter, stop));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        foreach (string path in FilePaths.Resolve(this, isLiteral ? LiteralPath : Path, isLiteral))
        {
            _paths!.Feed(path);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _paths!.Complete();
}
