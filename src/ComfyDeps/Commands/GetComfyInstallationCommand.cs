using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using ComfyDeps.Binding;
using ComfyDeps.Completion;
using ComfyDeps.Operations;
using ComfyDeps.Pipeline;

namespace ComfyDeps.Commands;

/// <summary>
/// Says what an environment holds: ComfyUI, node packs, Python distributions and model files. It changes nothing there.
/// </summary>
[Cmdlet(VerbsCommon.Get, "ComfyInstallation", DefaultParameterSetName = PathSet)]
[OutputType(typeof(InstalledItem))]
public sealed class GetComfyInstallationCommand : ComfyDepsCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string HostSet = "HostName";
    private const string UriSet = "Uri";

    private readonly List<string> _paths = [];

    /// <summary>Folders of ComfyUI, or volumes that hold one; without any, the current folder.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>Folders, taken as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>Hosts to look at over SSH, each as name or as user@name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HostSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public string[] HostName { get; set; } = [];

    /// <summary>The user to log in as, for hosts that are given without.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>The port of the hosts.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>The private key to log in with.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [Alias("IdentityFilePath")]
    [ValidateNotNullOrEmpty]
    public string? KeyFilePath { get; set; }

    /// <summary>Further options of SSH, as its configuration file names them.</summary>
    [Parameter(ParameterSetName = HostSet)]
    [ValidateNotNull]
    public Hashtable Options { get; set; } = [];

    /// <summary>
    /// ComfyUI's folder on the hosts, or a volume that holds it; without it, ComfyUI is looked for where it usually is.
    /// </summary>
    [Parameter(ParameterSetName = HostSet)]
    [ValidateNotNullOrEmpty]
    public string? RemotePath { get; set; }

    /// <summary>Addresses of running ComfyUI servers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public Uri[] Uri { get; set; } = [];

    /// <summary>
    /// Hashes the model files whose hash is not known since they last changed, and compares packs with their commits by
    /// content.
    /// </summary>
    [Parameter]
    public SwitchParameter Hash { get; set; }

    /// <summary>How many environments are looked at at once; 32 where it is not given.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int? ThrottleLimit { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        _paths.AddRange(FilePaths.Resolve(this, (isLiteral ? LiteralPath : Path) ?? [], isLiteral));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        bool isNothingGiven = ParameterSetName == PathSet
            && !MyInvocation.ExpectingInput
            && !MyInvocation.BoundParameters.ContainsKey(nameof(Path));
        EnvironmentSelection selection = new()
        {
            Paths = isNothingGiven ? [SessionState.Path.CurrentFileSystemLocation.ProviderPath] : _paths,
            HostNames = HostName,
            UserName = UserName,
            Port = Port,
            KeyFilePath = KeyFilePath is null ? null : FilePaths.Single(this, KeyFilePath),
            Options = SshOptions.From(Options),
            RemotePath = RemotePath,
            Uris = Uri,
            ThrottleLimit = ThrottleLimit ?? 0,
        };
        WriteEach((reporter, stop) => GetInstallation.RunAsync(selection, Hash, reporter, stop));
    }
}
