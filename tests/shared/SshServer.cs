using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace ComfyDeps.Tests.Shared;

/// <summary>A real <c>sshd</c> on loopback, run as the current user, that accepts one key.</summary>
internal sealed class SshServer : IDisposable
{
    private readonly Process _process = new();
    private readonly string _log;

    /// <summary>Starts it.</summary>
    /// <param name="shell">Lines of a shell script that runs in place of what is asked for; null runs what is asked
    /// for.</param>
    /// <param name="banner">Shown before the login, or null.</param>
    public SshServer(string? shell = null, string? banner = null)
    {
        string sshd = Tool.Need("sshd", "openssh-server");
        Tool.Need("ssh", "openssh-client");
        Folder = Directory.CreateTempSubdirectory("sshd-").FullName;
        _log = Path.Join(Folder, "log");
        foreach (string key in (string[])["host", "user", "other"])
        {
            Tool.Run(Folder, "ssh-keygen", "openssh-client", "-q", "-t", "ed25519", "-N", "", "-f", key);
        }

        File.Copy(Path.Join(Folder, "user.pub"), Path.Join(Folder, "authorized_keys"));
        Port = FreePort();
        File.WriteAllText(KnownHosts, $"[127.0.0.1]:{Port} {File.ReadAllText(Path.Join(Folder, "host.pub"))}");
        Start(sshd, Configuration(shell, banner));
    }

    public string Folder { get; }

    public int Port { get; }

    /// <summary>The key that is accepted.</summary>
    public string Key => Path.Join(Folder, "user");

    /// <summary>A key that is not.</summary>
    public string OtherKey => Path.Join(Folder, "other");

    public string KnownHosts => Path.Join(Folder, "known_hosts");

    /// <summary>What keeps the settings, keys and agent of whoever runs the tests out of them.</summary>
    public Dictionary<string, string> Options => new()
    {
        ["UserKnownHostsFile"] = KnownHosts,
        ["GlobalKnownHostsFile"] = "/dev/null",
        ["StrictHostKeyChecking"] = "yes",
        ["IdentitiesOnly"] = "yes",
        ["IdentityAgent"] = "none",
    };

    /// <summary>How many logins there were.</summary>
    public int Logins
        => Log().Split('\n').Count(static line => line.Contains("Accepted publickey", StringComparison.Ordinal));

    public void Dispose()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }

        _process.Dispose();
        TempFolder.Delete(Folder);
    }

    private string Log()
    {
        using FileStream file = new(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        return reader.ReadToEnd();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Configuration(string? shell, string? banner)
    {
        List<string> lines =
        [
            "ListenAddress 127.0.0.1",
            string.Create(CultureInfo.InvariantCulture, $"Port {Port}"),
            $"HostKey {Folder}/host",
            $"AuthorizedKeysFile {Folder}/authorized_keys",
            $"PidFile {Folder}/pid",
            "StrictModes no", "UsePAM no", "PasswordAuthentication no",
            "KbdInteractiveAuthentication no", "PermitRootLogin yes",
            "MaxStartups 200", "PrintMotd no", "LogLevel VERBOSE",
        ];
        if (shell is not null)
        {
            string script = Path.Join(Folder, "shell");
            File.WriteAllText(script, "#!/bin/sh\n" + shell + "\n");
            Tool.Run(Folder, "chmod", "coreutils", "755", script);
            lines.Add($"ForceCommand {script}");
        }

        if (banner is not null)
        {
            File.WriteAllText(Path.Join(Folder, "banner"), banner);
            lines.Add($"Banner {Folder}/banner");
        }

        string configuration = Path.Join(Folder, "config");
        File.WriteAllLines(configuration, lines);
        return configuration;
    }

    private void Start(string sshd, string configuration)
    {
        if (Environment.UserName == "root")
        {
            // sshd wants this folder of root, and services make it; a container has none.
            Directory.CreateDirectory("/run/sshd");
        }

        _process.StartInfo = new ProcessStartInfo(sshd, ["-D", "-E", _log, "-f", configuration])
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        _process.Start();
        Stopwatch watch = Stopwatch.StartNew();
        while (!File.Exists(_log) || !Log().Contains("listening", StringComparison.Ordinal))
        {
            Assert.True(
                !_process.HasExited && watch.Elapsed < TimeSpan.FromSeconds(20),
                File.Exists(_log) ? Log() : "sshd did not start.");
            Thread.Sleep(20);
        }
    }
}
