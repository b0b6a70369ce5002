using System.Collections.Generic;
using System.Management.Automation;
using ComfyDeps.Completion;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Finds who provides a node class, or what a pack id or address is.</summary>
[Cmdlet(VerbsCommon.Find, "ComfyNodePack", DefaultParameterSetName = NameSet)]
[OutputType(typeof(NodePack))]
public sealed class FindComfyNodePackCommand : ComfyDepsCmdlet
{
    private const string NameSet = "Name";
    private const string InputSet = "InputObject";

    private readonly List<string> _names = [];

    /// <summary>Node classes, pack ids, addresses or owner/repo; wildcards are matched with classes and ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PackOrClassCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Names, or objects that are about a node pack: dependencies, packs, versions, entries, installed items.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _names.AddRange(Name);
        foreach (PSObject item in InputObject)
        {
            if (FindNodePack.NameOf(item.BaseObject) is string name)
            {
                _names.Add(name);
            }
            else
            {
                WriteVerbose($"Passed over '{item}': it is not about a node pack.");
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteEach((reporter, stop) => FindNodePack.RunAsync(_names, reporter, stop));
}
