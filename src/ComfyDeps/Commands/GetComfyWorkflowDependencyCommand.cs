using System;
using System.Management.Automation;
using ComfyDeps.Binding;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Lists what workflows need before they can run.</summary>
[Cmdlet(VerbsCommon.Get, "ComfyWorkflowDependency", DefaultParameterSetName = PathSet)]
[OutputType(typeof(WorkflowDependency))]
public sealed class GetComfyWorkflowDependencyCommand : ComfyDepsCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private StreamInput<string>? _paths;

    /// <summary>Files, folders or wildcards; without any, the current folder with everything below it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>Files or folders, taken as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>Reads the folders below a folder too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Tells of these kinds only.</summary>
    [Parameter]
    [ValidateSet(nameof(DependencyKind.Node), nameof(DependencyKind.Model))]
    public string[]? Kind { get; set; }

    /// <summary>Tells of classes that ComfyUI itself has, too.</summary>
    [Parameter]
    public SwitchParameter IncludeCore { get; set; }

    /// <summary>Decides who provides a class without what the workflows recorded.</summary>
    [Parameter]
    public SwitchParameter IgnoreRecorded { get; set; }

    /// <summary>
    /// The registry; without it the one of the current folder, or of a folder above it, where there is one.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RegistryPath { get; set; }

    /// <summary>The largest workflow text that is read, in bytes.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public long? MaximumSize { get; set; }

    /// <summary>Nothing was given: the whole current folder is meant.</summary>
    private bool IsCurrentFolder
        => !MyInvocation.ExpectingInput
            && !MyInvocation.BoundParameters.ContainsKey(nameof(Path))
            && !MyInvocation.BoundParameters.ContainsKey(nameof(LiteralPath));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        AnalyzeWorkflowsOptions options = new()
        {
            Recurse = Recurse || IsCurrentFolder,
            Kinds = Array.ConvertAll(Kind ?? [], Enum.Parse<DependencyKind>),
            IncludeCore = IncludeCore,
            IgnoreRecorded = IgnoreRecorded,
            MaximumSize = MaximumSize,
            RegistryPath = RegistryPath is null ? null : FilePaths.Single(this, RegistryPath),
            CurrentFolder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
        };
        _paths = StartStream<string, WorkflowDependency>(
            (paths, reporter, stop) => AnalyzeWorkflows.RunAsync(paths, options, reporter, stop));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        foreach (string path in FilePaths.Resolve(this, (isLiteral ? LiteralPath : Path) ?? [], isLiteral))
        {
            _paths!.Feed(path);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (IsCurrentFolder)
        {
            _paths!.Feed(SessionState.Path.CurrentFileSystemLocation.ProviderPath);
        }

        _paths!.Complete();
    }
}
