using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>Runs that are killed, and runs at the same time.</summary>
public sealed class InterruptionTests
{
    [Fact]
    public async Task KilledAtThirtyRandomMomentsTheNextRunIsCompleteAndRight()
    {
        Random random = new(20261125);
        await using Pod pod = new();
        for (int i = 0; i < 4; i++)
        {
            pod.AddGitPack(
                $"owner/Pack{i}",
                ("install.py", "import time\ntime.sleep(0.02)\nopen('installed.txt', 'w').write('done')\n"));
            pod.AddRegistryPack($"pack-{i}", "1.0.0");
            pod.AddModel($"loras/model {i}.safetensors", 200_000, aliases: [$"loras/sub/alias {i}.safetensors"]);
        }

        pod.Files.BytesPerSecond = 1_000_000;
        pod.Write();
        Stopwatch whole = Stopwatch.StartNew();
        (await pod.RunAsync()).Succeeded();

        // A run that goes on from another's half ends sooner than one that begins with nothing; one that ended before
        // its moment tells how soon.
        double[] lengths = [whole.Elapsed.TotalMilliseconds, whole.Elapsed.TotalMilliseconds];
        int killed = 0;
        for (int moment = 0; killed < 30; moment++)
        {
            Assert.True(moment < 150, $"Only {killed} of {moment} runs were killed before they ended.");
            int kind = moment % 3 == 0 ? 0 : 1;
            if (kind == 0)
            {
                Empty(pod);
            }

            whole.Restart();
            if (await KillAfterAsync(pod, TimeSpan.FromMilliseconds(random.NextDouble() * lengths[kind])))
            {
                killed++;
            }
            else
            {
                lengths[kind] = Math.Min(lengths[kind], whole.Elapsed.TotalMilliseconds);
            }

            if (moment % 3 == 2 || moment % 5 == 0)
            {
                (await pod.RunAsync()).Succeeded();
                await Installed.AssertCompleteAsync(pod);
                Assert.All(
                    Directory.GetDirectories(pod.CustomNodes, "Pack*"),
                    static folder => Assert.True(File.Exists(Path.Join(folder, "installed.txt"))));
            }
        }
    }

    [Fact]
    public async Task WhatKilledRunsLeftBesideRightFilesIsTakenAwayAndNothingElse()
    {
        await using Pod pod = new();
        pod.AddModel("loras/one.safetensors");
        pod.AddGitPack("owner/Pack");
        (await pod.InstallAsync()).Succeeded();
        string[] ours =
        [
            Path.Join(pod.Models, "loras", "one.safetensors.part"),
            Path.Join(pod.Models, "loras", "one.safetensors.part.info"),
            Path.Join(pod.Models, "loras", "one.safetensors.part.info.4711.tmp"),
            Path.Join(pod.Models, "loras", "one.safetensors.4711.tmp"),
            Path.Join(pod.Models, ".comfydeps", "hashes.tsv.4711.tmp"),
            Path.Join(pod.ComfyUi, ".comfydeps", "lock.json.4711.tmp"),
            Path.Join(pod.ComfyUi, ".comfydeps", "unfinished", "Pack.4711.tmp"),
        ];
        string[] theirs =
        [
            Path.Join(pod.Models, "loras", "two.safetensors.part"),
            Path.Join(pod.Models, "loras", "two.safetensors.4711.tmp"),
            Path.Join(pod.Models, "loras", "one.safetensors.tmp"),
        ];
        foreach (string file in (string[])[.. ours, .. theirs])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "half");
        }

        (await pod.RunAsync()).Succeeded();
        Assert.DoesNotContain(ours, File.Exists);
        Assert.All(theirs, static file => Assert.True(File.Exists(file), file));

        // A .part without notes may be another program's.
        File.WriteAllText(ours[0], "half");
        (await pod.RunAsync()).Succeeded();
        Assert.True(File.Exists(ours[0]));
    }

    [Fact]
    public async Task KilledWhilePacksAreReplacedEachPackIsTheOldOneOrTheNewOne()
    {
        Random random = new(11);
        await using Pod pod = new();
        string[] older = new string[6];
        string[] newer = new string[6];
        for (int i = 0; i < older.Length; i++)
        {
            TestServers.Git.GitRepository repository = pod.AddGitPack($"owner/Pack{i}");
            newer[i] = pod.Document.Nodes[$"owner/pack{i}"].Source.Commit!;
            older[i] = (await Installed.GitAsync(repository.Folder, "rev-parse", "main~1")).Trim();
        }

        for (int round = 0; round < 6; round++)
        {
            Move(pod, older);
            (await pod.InstallAsync()).Succeeded();
            Move(pod, newer);
            pod.Write();
            await KillAfterAsync(pod, TimeSpan.FromMilliseconds(300 + random.Next(900)));
            for (int i = 0; i < older.Length; i++)
            {
                string head = await Installed.HeadAsync(Path.Join(pod.CustomNodes, $"Pack{i}"));
                Assert.Contains(head, (string[])[older[i], newer[i]]);
                Assert.Equal(
                    "",
                    await Installed.GitAsync(
                        Path.Join(pod.CustomNodes, $"Pack{i}"), "status", "--porcelain", "--untracked-files=no"));
            }
        }

        (await pod.RunAsync()).Succeeded();
        await Installed.AssertCompleteAsync(pod);
    }

    [Fact]
    public async Task OfTwoRunsAtOnceOneWorksAndTheOtherSaysSo()
    {
        await using Pod pod = new();
        InstallScriptTests.Fill(pod);
        pod.Files.BytesPerSecond = 10_000;
        pod.Write();
        Task<BufferedCommandResult> first = pod
            .Prepare()
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken).Task;
        while (!File.Exists(Path.Join(pod.Models, ".comfydeps", "lock.json")))
        {
            Assert.False(first.IsCompleted);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        ScriptResult second = await pod.RunAsync();
        Assert.Equal(75, second.Code);
        Assert.Contains("another run is at work", second.Output, StringComparison.Ordinal);

        // Who only looks is not kept out.
        Assert.Equal(1, (await pod.RunAsync("--verify-only")).Code);
        BufferedCommandResult ended = await first;
        Assert.True(ended.ExitCode == 0, ended.StandardOutput);
        (await pod.RunAsync("--verify-only")).Succeeded();
        await Installed.AssertCompleteAsync(pod);
    }

    [Fact]
    public async Task AnotherMachineAtWorkKeepsARunOutUntilItsSignIsOld()
    {
        await using Pod pod = new();
        pod.AddModel("loras/one.safetensors");
        string lease = Path.Join(pod.Models, ".comfydeps", "lock.json");
        Directory.CreateDirectory(Path.GetDirectoryName(lease)!);
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        File.WriteAllText(lease, $$"""{"host": "another-pod", "pid": 7, "since": "now", "time": {{now}}}""");
        ScriptResult kept = await pod.InstallAsync();
        Assert.Equal(75, kept.Code);
        Assert.Contains("process 7 on another-pod", kept.Output, StringComparison.Ordinal);
        File.WriteAllText(lease, $$"""{"host": "another-pod", "pid": 7, "since": "then", "time": {{now - 300}}}""");
        (await pod.RunAsync()).Succeeded();
        Assert.False(File.Exists(lease));
    }

    private static void Move(Pod pod, string[] commits)
    {
        for (int i = 0; i < commits.Length; i++)
        {
            pod.Move($"owner/pack{i}", commits[i]);
        }
    }

    private static void Empty(Pod pod)
    {
        foreach (string folder in (string[])[pod.CustomNodes, pod.Models, Path.Join(pod.ComfyUi, ".comfydeps")])
        {
            if (Directory.Exists(folder))
            {
                TempFolder.Delete(folder);
            }

            Directory.CreateDirectory(folder);
        }
    }

    /// <summary>
    /// Kills the script's own process alone, as the out-of-memory killer does: what it started is left to itself.
    /// </summary>
    private static async Task<bool> KillAfterAsync(Pod pod, TimeSpan after)
    {
        using Process process = new();
        Command command = pod.Prepare();
        process.StartInfo = new ProcessStartInfo(command.TargetFilePath, command.Arguments)
        {
            WorkingDirectory = command.WorkingDirPath,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in pod.Variables)
        {
            process.StartInfo.Environment[name] = value;
        }

        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Task.Delay(after, TestContext.Current.CancellationToken);
        bool isRunning = !process.HasExited;
        process.Kill(entireProcessTree: false);
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(20));
        while (!process.HasExited)
        {
            await Task.Delay(5, late.Token);
        }

        return isRunning;
    }
}
