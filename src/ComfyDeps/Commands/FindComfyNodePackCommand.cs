using System.Collections.Generic;
using System.Management.Automation;
using ComfyDeps.Completion;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Finds who provides a node class, or what a pack id or address is.</summary>
[Cmdlet(VerbsCommon.Find, "ComfyNodePack", DefaultParameterSetName = NameSet)]
[OutputType(typeof(NodePack))]
public sealed class FindComfyNodePackCommand : FindCmdlet
{
    /// <summary>Node classes, pack ids, addresses or owner/repo; wildcards are matched with classes and ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PackOrClassCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override IEnumerable<object> Arguments => Name;

    /// <inheritdoc/>
    protected override StreamInput<object> Start() => StartStream<object, NodePack>(FindNodePack.RunAsync);
}
