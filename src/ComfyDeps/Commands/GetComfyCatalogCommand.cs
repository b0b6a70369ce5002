using System.Management.Automation;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Says which facts about node packs and model files are in use, and how old they are.</summary>
[Cmdlet(VerbsCommon.Get, "ComfyCatalog")]
[OutputType(typeof(CatalogInfo))]
public sealed class GetComfyCatalogCommand : ComfyDepsCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteEach(GetCatalog.RunAsync);
}
