using System;
using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>The environments that are looked at, as they are given: folders, hosts, servers, in any mix.</summary>
public sealed record EnvironmentSelection
{
    /// <summary>Full paths of folders on this machine.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Hosts to look at over SSH, each with a user name before an <c>@</c> or without.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>The user name for hosts that are given without; null leaves it to SSH.</summary>
    public string? UserName { get; init; }

    /// <summary>The port of the hosts; null leaves it to SSH.</summary>
    public int? Port { get; init; }

    /// <summary>The full path of the private key; null leaves it to SSH.</summary>
    public string? KeyFilePath { get; init; }

    /// <summary>Further options for SSH, as its configuration file names them.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>ComfyUI's folder on the hosts, or a volume that holds it; null to look where it usually is.</summary>
    public string? RemotePath { get; init; }

    /// <summary>Addresses of running servers.</summary>
    public IReadOnlyList<Uri> Uris { get; init; } = [];

    /// <summary>How many environments are looked at at once; 0 for a usual number.</summary>
    public int ThrottleLimit { get; init; }
}
