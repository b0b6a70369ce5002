using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ComfyDeps.Tests.Help;

/// <summary>The hosts that the pages name: real SSH servers on this machine, each with a home of its own.</summary>
internal sealed class ScenarioHosts : IDisposable
{
    private readonly List<SshServer> _servers = [];
    private readonly string _programs;

    internal ScenarioHosts(string root)
    {
        _programs = Path.Join(root, "bin");
        Directory.CreateDirectory(_programs);
        string podA = Path.Join(root, "pod-a");
        string podB = Path.Join(root, "pod-b");
        Scenario.AddComfyUi(podA, "0.3.76", ("res4lyf", "1.2.0"), ("comfyui-impact-pack", "8.22.2"));
        Scenario.AddComfyUi(podB, "0.3.76", ("res4lyf", "1.2.0"), ("comfyui-impact-pack", "8.10.0"));
        File.Delete(Path.Join(podB, "ComfyUI", "models", "vae", "ae.safetensors"));
        List<string> configuration = [.. Start(podA, "pod-a", "my-pod"), .. Start(podB, "pod-b")];
        string file = Path.Join(root, "ssh_config");
        File.WriteAllLines(file, configuration);

        // ssh reads its configuration from the account's folder, wherever HOME points to.
        string program = Path.Join(_programs, "ssh");
        File.WriteAllText(program, $"#!/bin/sh\nexec '{Tool.Need("ssh", "openssh-client")}' -F '{file}' \"$@\"\n");
        Tool.Run(root, "chmod", "coreutils", "755", program);
    }

    /// <summary>The programs of a user who has these hosts in the configuration of SSH.</summary>
    internal string SearchPath => $"{_programs}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";

    public void Dispose() => _servers.ForEach(static server => server.Dispose());

    private IEnumerable<string> Start(string home, params string[] names)
    {
        SshServer server = new($"HOME='{home}'; export HOME; cd; exec sh -c \"$SSH_ORIGINAL_COMMAND\"");
        _servers.Add(server);
        return
        [
            $"Host {string.Join(' ', names)}", "HostName 127.0.0.1",
            $"Port {server.Port}", $"IdentityFile {server.Key}",
            .. server.Options.Select(static option => $"{option.Key} {option.Value}"),
        ];
    }
}
