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
public sealed class FindComfyModelVersionCommand : ComfyDepsCmdlet
{
    private const string NameSet = "Name";
    private const string UriSet = "Uri";
    private const string InputSet = "InputObject";

    private readonly List<object> _items = [];

    /// <summary>File names, Hugging Face repositories, AIR URNs or SHA-256 hashes; wildcards are matched with file names.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelFileCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Addresses: pages or files at Hugging Face or Civitai, or plain ones.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public Uri[] Uri { get; set; } = [];

    /// <summary>Names, or objects that are about a model file: dependencies, versions, entries, installed items.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _items.AddRange(Name);
        _items.AddRange(Uri);
        foreach (PSObject item in InputObject)
        {
            _items.Add(item.BaseObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteEach((reporter, stop) => FindModelVersion.RunAsync(_items, reporter, stop));
}
