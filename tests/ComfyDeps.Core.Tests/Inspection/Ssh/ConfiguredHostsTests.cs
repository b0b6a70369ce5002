using System;
using System.IO;
using System.Linq;
using ComfyDeps.Inspection.Ssh;
using ComfyDeps.Operations;

namespace ComfyDeps.Core.Tests.Inspection.Ssh;

/// <summary>What an SSH configuration names, in the forms that ssh reads.</summary>
public sealed class ConfiguredHostsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-ssh-").FullName;

    public void Dispose() => TempFolder.Delete(_folder);

    [Fact]
    public void TellsEachHostWithWhereItIs()
        => Assert.Equal(
            ["gpu=root@10.0.0.5:2222", "pod-a=10.1.1.1", "pod-b=10.1.1.1", "with space=with space"],
            Read("""
                # all of them
                Host pod-a pod-b   # two
                    HostName 10.1.1.1
                host=gpu
                    hostname = 10.0.0.5
                    USER root
                    Port=2222
                    Port 22
                Host "with space"
                """));

    [Fact]
    public void LeavesPatternsAndMatchBlocksOut()
        => Assert.Equal(
            ["plain=plain"],
            Read("""
                Host *.example.com pod-? !secret plain
                Match host other
                    HostName 10.0.0.9
                Host *
                    User nobody
                """));

    [Fact]
    public void FollowsIncludesByNameAndByWildcardAndNotInCircles()
    {
        File.WriteAllText(Path.Join(_folder, "more"), "Host from-more\nInclude config\nInclude conf.d/*.conf missing");
        Directory.CreateDirectory(Path.Join(_folder, "conf.d"));
        File.WriteAllText(Path.Join(_folder, "conf.d", "b.conf"), "Host from-b");
        File.WriteAllText(Path.Join(_folder, "conf.d", "a.conf"), "Host from-a");
        File.WriteAllText(Path.Join(_folder, "conf.d", "c.txt"), "Host from-c");
        Assert.Equal(
            ["first=9.9.9.9", "from-a=from-a", "from-b=from-b", "from-more=from-more"],
            Read("Host first\nInclude more\nHostName 9.9.9.9"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Host")]
    [InlineData("Host =")]
    [InlineData("Host \"")]
    [InlineData("HostName alone")]
    [InlineData("Include")]
    [InlineData("Include \0")]
    [InlineData("#")]
    public void WhatSaysNothingHasNoHosts(string text) => Assert.Empty(Read(text));

    [Fact]
    public void AMissingConfigurationHasNoHosts() => Assert.Empty(ConfiguredHosts.Read(Path.Join(_folder, "none")));

    [Fact]
    public void CompletesByBeginningInAnyCase()
    {
        Read("Host Pod-A pod-b other");
        Assert.Equal(
            [("Pod-A", "Host Pod-A"), ("pod-b", "Host pod-b")],
            KnownHosts.Of("pod", Path.Join(_folder, "config")));
    }

    private string[] Read(string text)
    {
        string file = Path.Join(_folder, "config");
        File.WriteAllText(file, text);
        return [.. ConfiguredHosts.Read(file).Select(static host => $"{host.Name}={host.Place}")];
    }
}
