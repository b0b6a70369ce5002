using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using ComfyDeps.Inspection.Ssh;

namespace ComfyDeps.Benchmarks;

/// <summary>A real sshd of the current user on loopback, with a key of its own.</summary>
internal sealed class LoopbackHost : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-sshd").FullName;
    private readonly Process _process;
    private readonly int _port;

    /// <summary>Starts it.</summary>
    internal LoopbackHost()
    {
        foreach (string key in (string[])["host", "user"])
        {
            InspectionComparison.Run(_folder, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
        }

        using (TcpListener listener = new(IPAddress.Loopback, 0))
        {
            listener.Start();
            _port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        File.WriteAllText(
            KnownHosts,
            string.Create(
                CultureInfo.InvariantCulture,
                $"[127.0.0.1]:{_port} {File.ReadAllText(Path.Join(_folder, "host.pub"))}"));
        File.WriteAllLines(
            Path.Join(_folder, "config"),
            [
                "ListenAddress 127.0.0.1",
                string.Create(CultureInfo.InvariantCulture, $"Port {_port}"), $"HostKey {_folder}/host",
                $"AuthorizedKeysFile {_folder}/user.pub", $"PidFile {_folder}/pid",
                "StrictModes no", "UsePAM no", "PermitRootLogin yes",
            ]);
        if (Environment.UserName == "root")
        {
            Directory.CreateDirectory("/run/sshd");
        }

        _process = Process.Start(
            new ProcessStartInfo("/usr/sbin/sshd", ["-D", "-E", $"{_folder}/log", "-f", $"{_folder}/config"]))!;
        WaitUntilItListens();
    }

    private string KnownHosts => Path.Join(_folder, "known_hosts");

    /// <summary>Looks at a folder there.</summary>
    /// <param name="folder">The folder.</param>
    internal SshInspector Inspector(string folder) => new(
        SshTarget.Create(
            "127.0.0.1",
            null,
            _port,
            Path.Join(_folder, "user"),
            new System.Collections.Generic.Dictionary<string, string>
            {
                ["UserKnownHostsFile"] = KnownHosts,
                ["GlobalKnownHostsFile"] = "/dev/null",
                ["IdentitiesOnly"] = "yes",
                ["IdentityAgent"] = "none",
            }),
        folder);

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void WaitUntilItListens()
    {
        for (int i = 0; i < 200; i++)
        {
            try
            {
                using TcpClient client = new();
                client.Connect(IPAddress.Loopback, _port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(25);
            }
        }

        throw new InvalidOperationException("sshd does not listen.");
    }
}
