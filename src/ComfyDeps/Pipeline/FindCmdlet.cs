using System.Collections.Generic;
using System.Management.Automation;

namespace ComfyDeps.Pipeline;

/// <summary>
/// A command that looks up what it is given by name, or as objects from the pipeline, and writes what it finds while
/// others still come. It is not generic over what it finds: the engine looks at the module's types before anything of
/// ComfyDeps.Core can be loaded, and a base class must be known by then.
/// </summary>
public abstract class FindCmdlet : ComfyDepsCmdlet
{
    /// <summary>The parameter set of names.</summary>
    protected const string NameSet = "Name";

    private const string InputSet = "InputObject";

    private StreamInput<object>? _items;

    /// <summary>
    /// Names, or objects of this module that are about what is looked for: dependencies, packs, versions, entries,
    /// installed items.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>What was given as arguments: the names of every set but that of objects.</summary>
    protected abstract IEnumerable<object> Arguments { get; }

    /// <summary>Starts looking up what will be fed.</summary>
    protected abstract StreamInput<object> Start();

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => _items = Start();

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        foreach (object argument in Arguments)
        {
            _items!.Feed(argument);
        }

        foreach (PSObject item in InputObject)
        {
            _items!.Feed(item.BaseObject);
        }
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => _items!.Complete();
}
