using System;
using System.Management.Automation;
using ComfyDeps.Binding;
using ComfyDeps.Completion;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Lists the entries of the registry.</summary>
[Cmdlet(VerbsCommon.Get, "ComfyRegistry")]
[OutputType(typeof(RegistryEntry))]
public sealed class GetComfyRegistryCommand : ComfyDepsCmdlet
{
    /// <summary>The registry; without it the one of the current folder, or of a folder above it.</summary>
    [Parameter(Position = 0)]
    [Alias("RegistryPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Ids of node packs, folder/file of models, and names of the environment's entries; wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RegistryEntryCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Entries of these kinds only.</summary>
    [Parameter]
    [ValidateSet(
        nameof(DependencyKind.Node),
        nameof(DependencyKind.Model),
        nameof(DependencyKind.ComfyUI),
        nameof(DependencyKind.Python),
        nameof(DependencyKind.Image))]
    public string[] Kind { get; set; } = [];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        GetRegistryOptions options = new()
        {
            RegistryPath = Path is null ? null : FilePaths.Single(this, Path),
            CurrentFolder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
            Names = Name,
            Kinds = Array.ConvertAll(Kind, static kind => Enum.Parse<DependencyKind>(kind, ignoreCase: true)),
        };
        WriteEach((reporter, stop) => GetRegistry.RunAsync(options, reporter, stop));
    }
}
