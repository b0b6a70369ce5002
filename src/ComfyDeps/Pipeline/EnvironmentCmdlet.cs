using System;
using System.Collections;
using System.Management.Automation;
using ComfyDeps.Binding;
using ComfyDeps.Operations;

namespace ComfyDeps.Pipeline;

/// <summary>What the cmdlets that look at environments and compare them with the registry have in common.</summary>
public abstract class EnvironmentCmdlet : ComfyDepsCmdlet
{
    /// <summary>The user to log in as, for hosts that are given without.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>The port of the hosts.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>The private key to log in with.</summary>
    [Parameter]
    [Alias("IdentityFilePath")]
    [ValidateNotNullOrEmpty]
    public string? KeyFilePath { get; set; }

    /// <summary>Further options of SSH, as its configuration file names them.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable Options { get; set; } = [];

    /// <summary>
    /// ComfyUI's folder on the hosts, or a volume that holds it; without it, ComfyUI is looked for where it usually is.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RemotePath { get; set; }

    /// <summary>The registry; without it the one of the current folder, or of a folder above it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RegistryPath { get; set; }

    /// <summary>How many environments are looked at at once; 32 where it is not given.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int? ThrottleLimit { get; set; }

    /// <summary>The registry's full path, or null.</summary>
    private protected string? FullRegistryPath => RegistryPath is null ? null : FilePaths.Single(this, RegistryPath);

    /// <summary>The current folder.</summary>
    private protected string CurrentFolder => SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    /// <summary>The environments that were given.</summary>
    /// <param name="paths">Folders.</param>
    /// <param name="isLiteral">Whether wildcard characters are just characters.</param>
    /// <param name="hosts">Hosts.</param>
    /// <param name="uris">Servers.</param>
    private protected EnvironmentSelection Selection(string[] paths, bool isLiteral, string[] hosts, Uri[] uris)
        => new()
        {
            Paths = [.. FilePaths.Resolve(this, paths, isLiteral)],
            HostNames = hosts,
            UserName = UserName,
            Port = Port,
            KeyFilePath = KeyFilePath is null ? null : FilePaths.Single(this, KeyFilePath),
            Options = SshOptions.From(Options),
            RemotePath = RemotePath,
            Uris = uris,
            ThrottleLimit = ThrottleLimit ?? 0,
        };
}
