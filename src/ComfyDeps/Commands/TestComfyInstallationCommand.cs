using System;
using System.Collections.Generic;
using System.Management.Automation;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>Says whether an environment holds what the registry has, or what workflows need.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ComfyInstallation", DefaultParameterSetName = PathSet)]
[OutputType(typeof(VerificationResult), typeof(bool))]
public sealed class TestComfyInstallationCommand : EnvironmentCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string HostSet = "HostName";
    private const string UriSet = "Uri";

    private readonly List<object> _needs = [];

    /// <summary>Folders of ComfyUI, or volumes that hold one; without any, the current folder.</summary>
    [Parameter(Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Folders, taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Hosts to look at over SSH, each as name or as user@name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HostSet)]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <summary>Addresses of running ComfyUI servers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public Uri[] Uri { get; set; } = [];

    /// <summary>What workflows need, or other objects about packs and models: only that is looked for.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[]? InputObject { get; set; }

    /// <summary>Compares versions, sizes and headers; hashes no model file.</summary>
    [Parameter]
    public SwitchParameter Quick { get; set; }

    /// <summary>Gives one bool: whether everything is as it should be.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private bool IsPiped
        => MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject ?? [])
        {
            _needs.Add(item.BaseObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        TestInstallationOptions options = new()
        {
            RegistryPath = FullRegistryPath,
            CurrentFolder = CurrentFolder,
            Needs = IsPiped ? _needs : null,
            IsQuick = Quick,
        };
        bool isLiteral = ParameterSetName == LiteralPathSet;
        string[] paths = ParameterSetName == PathSet && Path.Length == 0
            ? [CurrentFolder]
            : isLiteral ? LiteralPath
            : Path;
        EnvironmentSelection selection = Selection(paths, isLiteral, HostName, Uri);
        if (Quiet)
        {
            WriteEach((reporter, stop) => TestInstallation.RunQuietlyAsync(selection, options, reporter, stop));
        }
        else
        {
            WriteEach((reporter, stop) => TestInstallation.RunAsync(selection, options, reporter, stop));
        }
    }
}
