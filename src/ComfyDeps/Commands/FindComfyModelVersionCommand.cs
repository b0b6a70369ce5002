using System;
using System.Collections.Generic;
using System.Management.Automation;
using ComfyDeps.Completion;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Finds where a model file can be had, at which commit, how large it is and with which hash.</summary>
[Cmdlet(VerbsCommon.Find, "ComfyModelVersion", DefaultParameterSetName = NameSet)]
[OutputType(typeof(ModelVersion))]
public sealed class FindComfyModelVersionCommand : FindCmdlet
{
    private const string UriSet = "Uri";

    /// <summary>
    /// File names, Hugging Face repositories, AIR URNs or SHA-256 hashes; wildcards are matched with file names.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelFileCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Addresses: pages or files at Hugging Face or Civitai, or plain ones.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public Uri[] Uri { get; set; } = [];

    /// <inheritdoc/>
    protected override IEnumerable<object> Arguments => [.. Name, .. Uri];

    /// <inheritdoc/>
    protected override StreamInput<object> Start() => StartStream<object, ModelVersion>(FindModelVersion.RunAsync);
}
