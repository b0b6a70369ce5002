using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Inspection;
using ComfyDeps.Inspection.Ssh;

namespace ComfyDeps.Acceptance.Tests.Inspection;

/// <summary>
/// A real sshd on loopback tells what a folder of the same machine is, whatever its shell and however it ends.
/// </summary>
public sealed class SshInspectorTests : IDisposable
{
    private readonly ComfyTree _tree = new();

    public static TheoryData<string> Shells => ["dash", "bash", "busybox"];

    public void Dispose() => _tree.Dispose();

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task AHostIsToldAsItsFolderIs(string shell)
    {
        using SshServer server = new(Command(shell));

        IReadOnlyList<InspectedItem> there = await Look.AtHost(server, _tree.Root);

        IReadOnlyList<InspectedItem> here = await Look.AtFolder(_tree.Root);
        bool hasGit = shell != "busybox";
        Assert.Equal(
            here.Select(item => Look.Line(hasGit ? item : WithoutDirty(item))),
            there.Select(static item => Look.Line(item)));
        Assert.Equal(1, server.Logins);
    }

    [Fact]
    public async Task ComfyUiIsFoundWhereItUsuallyIs()
    {
        using SshServer server = new($"HOME='{_tree.Volume}' exec sh -s");

        IReadOnlyList<InspectedItem> items = await Look.AtHost(server, null, new InspectionOptions());

        Assert.Equal(_tree.Root, items[0].Item.Location);
        Assert.Equal($"127.0.0.1:{server.Port}", items[0].Item.Environment);
    }

    [Fact]
    public async Task ABannerAndANoisyShellDoNotMatter()
    {
        using SshServer server = new("""
            printf 'Welcome!\n\033[31m~ motd ~\033[0m\nno line end'
            echo 'f 81a4 1 1 1 1 /etc/passwd'
            echo complaint >&2
            exec sh -s
            """, "**********\nAuthorized use only\n**********\n");

        Assert.Empty((await Look.AtHost(server, _tree.Root)).Problems());
    }

    [Fact]
    public async Task WhatPrintsIntoTheAnswerIsNoticed()
    {
        using SshServer server = new("sh -s | sed -u 's/ComfyUI-GGUF/ComfyUI-GGUX1/'");

        ComfyDepsException error = await FailsAsync(Look.Host(server, _tree.Root));

        Assert.Contains("printed into the answer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AKeyThatIsNotAcceptedIsSaidSo()
    {
        using SshServer server = new();

        ComfyDepsException error = await FailsAsync(
            new SshInspector(
                SshTarget.Create("127.0.0.1", null, server.Port, server.OtherKey, server.Options), _tree.Root));

        Assert.Contains("accepts none of the keys", error.Message, StringComparison.Ordinal);
        Assert.Contains("-KeyFilePath", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHostThatIsNotKnownIsSaidSo()
    {
        using SshServer server = new();
        File.WriteAllText(server.KnownHosts, string.Empty);

        Assert.Contains(
            "host key is not known",
            (await FailsAsync(Look.Host(server, _tree.Root))).Message,
            StringComparison.Ordinal);

        File.WriteAllText(server.KnownHosts, $"[127.0.0.1]:{server.Port} {File.ReadAllText(server.OtherKey + ".pub")}");

        Assert.Contains(
            "not the one that is known",
            (await FailsAsync(Look.Host(server, _tree.Root))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingThatListensIsSaidSo()
    {
        SshServer server = new();
        SshInspector inspector = Look.Host(server, _tree.Root);
        string key = server.Key;
        server.Dispose();

        ComfyDepsException error = await FailsAsync(inspector);

        Assert.False(File.Exists(key));
        Assert.Contains("nothing listens there", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("head -c 2000 > /dev/null; kill -9 $PPID")]
    [InlineData("sh -s | { head -c 3000; kill -9 $PPID; }")]
    public async Task AConnectionThatIsLostIsNoAnswer(string shell)
    {
        using SshServer server = new(shell);

        Assert.Contains(
            "connection was lost", (await FailsAsync(Look.Host(server, _tree.Root))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HashesThatDoNotComeAreUndetermined()
    {
        // Everything but the second file's hash arrives.
        using SshServer server = new("sh -s | { sed -u '/ s 1 /,$d'; kill -9 $PPID; }");
        List<InspectedItem> items = [];

        ComfyDepsException error = await Assert.ThrowsAsync<ComfyDepsException>(async () =>
        {
            await foreach (InspectedItem item in Look.Host(server, _tree.Root)
                .InspectAsync(Look.Thorough, NullReporter.Instance, TestContext.Current.CancellationToken))
            {
                items.Add(item);
            }
        });

        Assert.Equal(ErrorCode.EnvironmentUnavailable, error.Code);
        InspectedItem[] models = [.. items.Where(static i => i.Item.Kind == DependencyKind.Model)];
        Assert.Equal(5, models.Length);
        Assert.All(
            models.Where(static m => m.Item.Sha256 is null),
            static m => Assert.Equal(VerificationStatus.Undetermined, Assert.Single(m.Findings).Status));
        Assert.Contains(models, static m => m.Item.Sha256 is null);
    }

    [Fact]
    public async Task AHostThatTellsWithoutEndIsStopped()
    {
        using SshServer server = new("yes");

        ComfyDepsException error = await FailsAsync(Look.Host(server, _tree.Root));

        Assert.Contains("more than any installation holds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NamesThatAreNoTextAreToldAndHashed()
    {
        Directory.CreateDirectory(_tree.At("models/loras/it's $(touch x) `id`"));
        _tree.AddSafetensors("models/loras/it's $(touch x) `id`/\u001b[31m\n\u0001\\x.safetensors", 10);
        Tool.Run(
            _tree.Root,
            "sh",
            "dash",
            "-c",
            "cp models/loras/style/anime.safetensors \"models/loras/$(printf 'caf\\351.safetensors')\"");
        using SshServer server = new();

        IReadOnlyList<InspectedItem> items = await Look.AtHost(server, _tree.Root);

        InstalledItem odd = Assert.Single(
            items, static i => i.Item.Name.Contains("touch", StringComparison.Ordinal)).Item;
        Assert.Equal("loras/it's $(touch x) `id`/\u241b[31m\u240a\u2401\\x.safetensors", odd.Name);
        Assert.Equal(64, odd.Sha256!.Length);
        InstalledItem latin = Assert.Single(
            items, static i => i.Item.Name.Contains("caf", StringComparison.Ordinal)).Item;
        Assert.Equal(
            items.Single(static i => i.Item.Name == "loras/style/anime.safetensors").Item.Sha256, latin.Sha256);
        Assert.False(File.Exists(_tree.At("x")));

        // .NET cannot name this file, and so not delete it.
        Tool.Run(_tree.Root, "sh", "dash", "-c", "rm models/loras/caf*");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task WhatTheInstallScriptHashedIsNotHashedAgainUntilItChanges(string shell)
    {
        const string Name = "checkpoints/sd15.safetensors";
        string written = new('b', 64);
        string model = _tree.At("models/" + Name);
        Tool.RunPython(_tree.Root, "os", "python3", """
            import os, sys
            found = os.stat(sys.argv[1])
            seconds, rest = divmod(found.st_mtime_ns, 1000000000)
            os.makedirs("models/.comfydeps")
            with open("models/.comfydeps/hashes.tsv", "w") as rows:
                rows.write("\t".join((sys.argv[2], str(found.st_size), "%d.%09d" % (seconds, rest) if rest else str(seconds), str(found.st_ino), sys.argv[3])) + "\n")
            """, model, Name, written);
        using SshServer server = new(Command(shell));

        Assert.Equal(written, HashIn(await Look.AtHost(server, _tree.Root), Name));
        Assert.Equal(written, HashIn(await Look.AtFolder(_tree.Root), Name));

        File.SetLastWriteTimeUtc(model, DateTime.UtcNow.AddMinutes(-1));

        Assert.NotEqual(written, HashIn(await Look.AtHost(server, _tree.Root), Name));
    }

    [Fact]
    public async Task WhatARunningComfyUiWasToldCounts()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked at on Linux.");
        _tree.Write("main.py", "sleep 120\n");
        _tree.AddSafetensors("../elsewhere/loras/there.safetensors", 10);
        _tree.AddSafetensors("../more/vae/named.safetensors", 10);
        _tree.Write("../more.yaml", "a:\n  base_path: more\n  vae: vae\n");
        using SshServer server = new();
        using Process running = Process.Start(new ProcessStartInfo(
            Tool.Need("bash", "bash"),
            [
                "main.py",
                "--listen",
                "--models-directory",
                $"{_tree.Volume}/elsewhere",
                "--extra-model-paths-config",
                "../more.yaml",
            ])
        {
            WorkingDirectory = _tree.Root,
        })!;
        try
        {
            string[] expected = ["loras/there.safetensors", "vae/named.safetensors"];
            Assert.Equal(expected, ModelsIn(await Look.AtFolder(_tree.Root)));
            Assert.Equal(expected, ModelsIn(await Look.AtHost(server, _tree.Root)));
        }
        finally
        {
            running.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task WhoeverStopsEarlyLeavesNoConnectionBehind()
    {
        using SshServer server = new();
        await foreach (InspectedItem item in Look.Host(server, _tree.Root)
            .InspectAsync(Look.Thorough, NullReporter.Instance, TestContext.Current.CancellationToken))
        {
            Assert.Equal(DependencyKind.ComfyUI, item.Item.Kind);
            break;
        }

        string port = $"{server.Port}";
        Assert.DoesNotContain(Process.GetProcessesByName("ssh"), process =>
            File.ReadAllText($"/proc/{process.Id}/cmdline").Split('\0').Contains(port));
    }

    [Fact]
    public async Task NothingIsChangedOnTheHost()
    {
        string before = Snapshot();
        using SshServer server = new();

        await Look.AtHost(server, _tree.Root);

        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task TenEnvironmentsAreLookedAtAtOnceAndTheOneThatFailsStopsNoOther()
    {
        using SshServer server = new();
        string folder = Path.Join(_tree.Volume, "copies");
        List<SshInspector> inspectors = [];
        for (int i = 0; i < 10; i++)
        {
            inspectors.Add(Look.Host(server, i == 4 ? "/none" : _tree.CopyTo(Path.Join(folder, $"{i}")).Root));
        }

        (string Place, int Count)[] found = await Task.WhenAll(inspectors.Select(async (inspector, i) =>
        {
            try
            {
                IReadOnlyList<InspectedItem> items = await Look.AtAsync(inspector, Look.Thorough);
                return (items[0].Item.Location!, items.Count);
            }
            catch (ComfyDepsException)
            {
                return ("none", 0);
            }
        }));

        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => i == 4 ? ("none", 0) : (Path.Join(folder, $"{i}", "ComfyUI"), 14)),
            found);
    }

    [Theory]
    [InlineData("-oProxyCommand=touch x", null)]
    [InlineData("-oProxyCommand=touch x@host", null)]
    [InlineData("host", "-l")]
    [InlineData("ho st", null)]
    [InlineData("", null)]
    public void AHostOrUserThatSshWouldTakeForAnOptionIsRefused(string host, string? user)
    {
        ComfyDepsException error = Assert.Throws<ComfyDepsException>(() => SshTarget.Create(host, user));

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
    }

    /// <summary>The models that ComfyUI finds; the others are told, and said to be in the wrong folder.</summary>
    private static string[] ModelsIn(IReadOnlyList<InspectedItem> items)
        => [
            .. items
                .Where(static item => item.Item.Kind == DependencyKind.Model && item.Findings.Count == 0)
                .Select(static item => item.Item.Name)
                .Order(StringComparer.Ordinal),
        ];

    private static string? HashIn(IReadOnlyList<InspectedItem> items, string name)
        => items.Single(item => item.Item.Name == name).Item.Sha256;

    private static async Task<ComfyDepsException> FailsAsync(SshInspector inspector)
    {
        ComfyDepsException error = await Assert.ThrowsAsync<ComfyDepsException>(
            () => Look.AtAsync(inspector, Look.Thorough));
        Assert.Equal(ErrorCode.EnvironmentUnavailable, error.Code);
        Assert.NotNull(error.Hint);
        Assert.DoesNotContain(error.Message, char.IsControl);
        return error;
    }

    /// <summary>Without git nobody can tell whether files differ from their commit.</summary>
    private static InspectedItem WithoutDirty(InspectedItem item)
        => item.Item.Commit is null ? item : new InspectedItem(
            new InstalledItem
            {
                Kind = item.Item.Kind,
                Name = item.Item.Name,
                Environment = item.Item.Environment,
                Location = item.Item.Location,
                Source = item.Item.Source,
                Url = item.Item.Url,
                Version = item.Item.Version,
                Commit = item.Item.Commit,
            },
            item.Findings);

    /// <summary>A shell with what usually comes with it; busybox with nothing but itself.</summary>
    private string Command(string shell)
    {
        if (shell != "busybox")
        {
            return $"exec {Tool.Need(shell, shell)} -s";
        }

        string programs = Path.Join(_tree.Volume, "programs");
        Directory.CreateDirectory(programs);
        Tool.Run(programs, "busybox", "busybox", "--install", "-s", programs);
        return $"PATH='{programs}'; export PATH; exec '{programs}/sh' -s";
    }

    private string Snapshot() => string.Join('\n', Directory
        .EnumerateFileSystemEntries(
            _tree.Volume, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Order(StringComparer.Ordinal)
        .Select(
            static path =>
                $"{path} {File.GetLastWriteTimeUtc(path).Ticks} "
                    + $"{(File.Exists(path) ? new FileInfo(path).Length : 0)}"));
}
