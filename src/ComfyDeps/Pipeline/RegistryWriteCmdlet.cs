using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Binding;
using ComfyDeps.Completion;

namespace ComfyDeps.Pipeline;

/// <summary>What the cmdlets that change entries of the registry have in common.</summary>
public abstract class RegistryWriteCmdlet : ComfyDepsCmdlet
{
    /// <summary>The parameter set of names.</summary>
    protected const string NameSet = "Name";

    /// <summary>The parameter set of objects.</summary>
    protected const string InputSet = "InputObject";

    private readonly List<object> _entries = [];

    /// <summary>Ids of node packs and folder/file of models; wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RegistryEntryCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Entries, or other objects that are about an entry: dependencies, packs, versions, results.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>
    /// The registry; without it the one of the current folder, or of a folder above it, or a new one.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RegistryPath { get; set; }

    /// <summary>Gives the entries.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Does the work, once everything has come.</summary>
    /// <param name="registryPath">The registry's full path, or null.</param>
    /// <param name="currentFolder">The folder that the user is in.</param>
    /// <param name="entries">Names, and objects.</param>
    protected abstract void Run(string? registryPath, string currentFolder, IReadOnlyList<object> entries);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        _entries.AddRange(Name);
        foreach (PSObject item in InputObject)
        {
            _entries.Add(item.BaseObject);
        }
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        try
        {
            Run(
                RegistryPath is null ? null : FilePaths.Single(this, RegistryPath),
                SessionState.Path.CurrentFileSystemLocation.ProviderPath,
                _entries);
        }
        catch (ComfyDepsException e)
        {
            WriteError(e.ToErrorRecord());
        }
    }

    /// <summary>Writes the entries that the work gives, where they are wanted.</summary>
    /// <param name="source">Starts the work.</param>
    private protected void WriteEntries(Func<IReporter, CancellationToken, IAsyncEnumerable<RegistryEntry>> source)
    {
        bool isWanted = PassThru;
        WriteEach((reporter, stop) => Only(source(reporter, stop), isWanted));
    }

    /// <summary>The entries where they are wanted; the work is done either way.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="isWanted">Whether they are wanted.</param>
    internal static async IAsyncEnumerable<RegistryEntry> Only(IAsyncEnumerable<RegistryEntry> entries, bool isWanted)
    {
        await foreach (RegistryEntry entry in entries.ConfigureAwait(false))
        {
            if (isWanted)
            {
                yield return entry;
            }
        }
    }
}
