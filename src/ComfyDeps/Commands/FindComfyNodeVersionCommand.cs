using System;
using System.Collections.Generic;
using System.Management.Automation;
using ComfyDeps.Completion;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Finds which versions of node packs exist.</summary>
[Cmdlet(VerbsCommon.Find, "ComfyNodeVersion", DefaultParameterSetName = NameSet)]
[OutputType(typeof(NodeVersion))]
public sealed class FindComfyNodeVersionCommand : FindCmdlet
{
    private const string AnySource = "Any";

    /// <summary>For so few names the dates of versions are asked for too.</summary>
    private const int FewNames = 3;

    /// <summary>
    /// Comfy Registry ids, repository addresses, owner/repo or node classes; wildcards over classes and ids.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PackCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Only the newest version of each pack that is good to use.</summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    /// <summary>Previews too.</summary>
    [Parameter]
    public SwitchParameter IncludePrerelease { get; set; }

    /// <summary>Where to ask.</summary>
    [Parameter]
    [ValidateSet(AnySource, nameof(SourceKind.ComfyRegistry), nameof(SourceKind.Git))]
    public string Source { get; set; } = AnySource;

    /// <inheritdoc/>
    protected override IEnumerable<object> Arguments => Name;

    /// <inheritdoc/>
    protected override StreamInput<object> Start()
    {
        FindNodeVersionOptions options = new()
        {
            Source = Enum.TryParse(Source, ignoreCase: true, out SourceKind kind) ? kind : null,
            LatestOnly = Latest,
            IncludePrerelease = IncludePrerelease,
            WithDates = Name.Length is > 0 and <= FewNames,
        };
        return StartStream<object, NodeVersion>(
            (items, reporter, stop) => FindNodeVersion.RunAsync(items, options, reporter, stop));
    }
}
