using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.TestServers.ComfyRegistry;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>What is there already: half of it, something else, something of the user's own.</summary>
public sealed class StateTests
{
    private const string Gguf = "city96/comfyui-gguf";

    [Fact]
    public async Task AHalfInstalledPodIsCompleted()
    {
        await using Pod pod = new();
        InstallScriptTests.Fill(pod);
        pod.AddGitPack("owner/Broken");
        (await pod.InstallAsync()).Succeeded();

        // A clone that lost a file, an archive that was unpacked in part and without .tracking, an empty folder, models
        // cut short.
        File.Delete(Path.Join(pod.CustomNodes, "ComfyUI-GGUF", "nodes", "loader.py"));
        File.Delete(Path.Join(pod.CustomNodes, "res4lyf", ".tracking"));
        File.Delete(Path.Join(pod.CustomNodes, "res4lyf", "__init__.py"));
        Directory.Delete(Path.Join(pod.CustomNodes, "Broken"), recursive: true);
        Directory.CreateDirectory(Path.Join(pod.CustomNodes, "Broken", ".git"));
        Shorten(Path.Join(pod.Models, "loras/two.safetensors"), 7_000);
        File.WriteAllBytes(Path.Join(pod.Models, "diffusion_models/flux.safetensors"), []);
        File.Delete(Path.Join(pod.Models, "checkpoints/sub/other name.safetensors"));

        ScriptResult verified = await pod.RunAsync("--verify-only");
        verified.Failed(
            (Gguf, "not at its pin"),
            ("res4lyf", "not at its pin"),
            ("owner/broken", "not at its pin"),
            ("checkpoints/one model.safetensors", "checkpoints/sub/other name.safetensors: not there"),
            ("loras/two.safetensors", "it has 7000 bytes, the pin says 20000"),
            ("diffusion_models/flux.safetensors", "it is empty"));
        ScriptResult again = (await pod.RunAsync()).Succeeded();
        Assert.Equal("linked", again["checkpoints/one model.safetensors"].Status);
        await Installed.AssertCompleteAsync(pod);
    }

    [Fact]
    public async Task AnotherCommitAnotherVersionAndAnotherContentAreReplaced()
    {
        await using Pod pod = new();
        InstallScriptTests.Fill(pod);
        (await pod.InstallAsync()).Succeeded();
        string older = (await Installed.GitAsync(
            pod.Git.Repository("city96/ComfyUI-GGUF").Folder, "rev-parse", "main~1")).Trim();
        pod.Move(Gguf, older);
        NextVersion(pod);
        string model = Path.Join(pod.Models, "loras/two.safetensors");
        byte[] other = File.ReadAllBytes(model);
        other[^1] ^= 1;
        File.WriteAllBytes(model, other);

        ScriptResult result = (await pod.InstallAsync()).Succeeded();
        Assert.Equal("updated", result[Gguf].Status);
        Assert.Equal("updated", result["res4lyf"].Status);
        Assert.Equal("updated", result["loras/two.safetensors"].Status);
        await Installed.AssertCompleteAsync(pod);
    }

    [Fact]
    public async Task LocalChangesAreKeptUnlessForcedAndThenStillThereForRollback()
    {
        await using Pod pod = new();
        InstallScriptTests.Fill(pod);
        (await pod.InstallAsync()).Succeeded();
        string ours = Path.Join(pod.CustomNodes, "ComfyUI-GGUF", "__init__.py");
        string theirs = Path.Join(pod.CustomNodes, "res4lyf", "__init__.py");
        foreach (string file in (string[])[ours, theirs])
        {
            File.AppendAllText(file, "# mine\n");
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
        }

        // At the pin they are only told of.
        ScriptResult same = (await pod.RunAsync()).Succeeded();
        Assert.Contains(
            same[Gguf].Notes, static note => note.Contains("local changes in __init__.py", StringComparison.Ordinal));

        string before = await Installed.HeadAsync(Path.Join(pod.CustomNodes, "ComfyUI-GGUF"));
        pod.Move(Gguf, pod.Git.Repository("city96/ComfyUI-GGUF").Commit());
        NextVersion(pod);
        (await pod.InstallAsync()).Failed(
            (Gguf, "local changes in __init__.py would be lost"),
            ("res4lyf", "local changes in __init__.py would be lost"));
        Assert.EndsWith("# mine\n", File.ReadAllText(ours), StringComparison.Ordinal);
        Assert.Equal(before, await Installed.HeadAsync(Path.Join(pod.CustomNodes, "ComfyUI-GGUF")));

        (await pod.RunAsync("--force")).Succeeded();
        Assert.False(File.Exists(ours));
        Assert.DoesNotContain("mine", File.ReadAllText(theirs), StringComparison.Ordinal);

        Assert.Equal(0, (await pod.RunAsync("--rollback")).Code);
        Assert.Equal(before, await Installed.HeadAsync(Path.Join(pod.CustomNodes, "ComfyUI-GGUF")));
        Assert.EndsWith("# mine\n", File.ReadAllText(ours), StringComparison.Ordinal);
        Assert.EndsWith("# mine\n", File.ReadAllText(theirs), StringComparison.Ordinal);

        // A second rollback undoes the first.
        Assert.Equal(0, (await pod.RunAsync("--rollback")).Code);
        (await pod.RunAsync("--verify-only")).Succeeded();
    }

    [Fact]
    public async Task RollbackTakesAwayWhatWasNotThereBefore()
    {
        await using Pod pod = new();
        InstallScriptTests.Fill(pod);
        (await pod.InstallAsync("--nodes-only")).Succeeded();
        ScriptResult back = await pod.RunAsync("--rollback");
        Assert.Equal(0, back.Code);
        Assert.All(back.Items, static item => Assert.Equal("rolled back", item.Status));
        Assert.Empty(Directory.GetFileSystemEntries(pod.CustomNodes));
        (await pod.RunAsync()).Succeeded();
        await Installed.AssertCompleteAsync(pod);
    }

    [Fact]
    public async Task FilesThatAreNotThePacksGoAlongIntoTheNewVersion()
    {
        await using Pod pod = new();
        InstallScriptTests.Fill(pod);
        (await pod.InstallAsync()).Succeeded();
        foreach (string folder in (string[])["ComfyUI-GGUF", "res4lyf"])
        {
            Directory.CreateDirectory(Path.Join(pod.CustomNodes, folder, "my models"));
            File.WriteAllText(Path.Join(pod.CustomNodes, folder, "my models", "weights.bin"), "weights");
            File.WriteAllText(Path.Join(pod.CustomNodes, folder, "config.json"), "{}");
        }

        pod.Move(
            Gguf,
            pod.Git.Repository("city96/ComfyUI-GGUF")
                .CommitFiles(
                    new System.Collections.Generic.Dictionary<string, string> { ["__init__.py"] = "new = 1\n" }));
        NextVersion(pod);
        (await pod.InstallAsync()).Succeeded();
        foreach (string folder in (string[])["ComfyUI-GGUF", "res4lyf"])
        {
            Assert.Equal("weights", File.ReadAllText(Path.Join(pod.CustomNodes, folder, "my models", "weights.bin")));
            Assert.Equal("{}", File.ReadAllText(Path.Join(pod.CustomNodes, folder, "config.json")));
        }

        Assert.False(File.Exists(Path.Join(pod.CustomNodes, "ComfyUI-GGUF", "later.py")));
        await Installed.AssertCompleteAsync(pod);
    }

    [Fact]
    public async Task APackInAFolderOfAnotherNameIsUpdatedThereAndADisabledOneLeftAlone()
    {
        await using Pod pod = new();
        InstallScriptTests.Fill(pod);
        (await pod.InstallAsync("--nodes-only")).Succeeded();
        Directory.Move(Path.Join(pod.CustomNodes, "ComfyUI-GGUF"), Path.Join(pod.CustomNodes, "my-gguf"));
        Directory.CreateDirectory(Path.Join(pod.CustomNodes, ".disabled"));
        string disabled = Path.Join(pod.CustomNodes, ".disabled", "res4lyf@1_2_3");
        Directory.Move(Path.Join(pod.CustomNodes, "res4lyf"), disabled);
        string commit = pod.Git.Repository("city96/ComfyUI-GGUF").Commit();
        pod.Move(Gguf, commit);

        ScriptResult result = (await pod.InstallAsync("--nodes-only")).Succeeded();
        Assert.Equal(commit, await Installed.HeadAsync(Path.Join(pod.CustomNodes, "my-gguf")));
        Assert.False(Directory.Exists(Path.Join(pod.CustomNodes, "ComfyUI-GGUF")));
        Assert.Equal("installed", result["res4lyf"].Status);
        Assert.True(Directory.Exists(disabled));
        Assert.Contains(
            result["res4lyf"].Notes, static note => note.Contains(".disabled/res4lyf@1_2_3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFolderOfUnknownOriginIsReplacedOnlyWhenNothingOfItIsLost()
    {
        await using Pod pod = new();
        pod.AddGitPack("city96/ComfyUI-GGUF");
        string folder = Path.Join(pod.CustomNodes, "ComfyUI-GGUF");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Join(folder, "__init__.py"), "my own work\n");
        (await pod.InstallAsync()).Failed((Gguf, "__init__.py differ from the pin"));
        Assert.Equal("my own work\n", File.ReadAllText(Path.Join(folder, "__init__.py")));

        File.WriteAllText(Path.Join(folder, "__init__.py"), "NODE_CLASS_MAPPINGS = {}\n# city96/ComfyUI-GGUF\n");
        File.WriteAllText(Path.Join(folder, "notes.txt"), "notes");
        (await pod.RunAsync()).Succeeded();
        Assert.Equal("notes", File.ReadAllText(Path.Join(folder, "notes.txt")));
        await Installed.AssertCompleteAsync(pod);
    }

    [Fact]
    public async Task AForkAndCommitsThatAreNowhereElseAreNotReplacedUnasked()
    {
        await using Pod pod = new();
        pod.AddGitPack("owner/One");
        pod.AddGitPack("owner/Two");
        pod.AddGitPack("me/One");
        string one = Path.Join(pod.CustomNodes, "One");
        string two = Path.Join(pod.CustomNodes, "Two");
        await Installed.GitAsync(pod.Root, "clone", "--quiet", pod.Git.Address + "/me/One", one);
        await Installed.GitAsync(one, "remote", "set-url", "origin", "https://github.com/me/One.git");
        await Installed.GitAsync(pod.Root, "clone", "--quiet", pod.Git.Address + "/owner/Two", two);
        await Installed.GitAsync(two, "remote", "set-url", "origin", "git@github.com:owner/Two.git");
        await Installed.CommitAsync(two, "Mine");
        string mine = await Installed.HeadAsync(two);
        pod.Document = pod.Document with { Nodes = pod.Document.Nodes.Remove("me/one") };
        (await pod.InstallAsync()).Failed(
            ("owner/one", "is a checkout of another repository, https://github.com/me/one"),
            ("owner/two", "commits of its own"));
        Assert.Equal(mine, await Installed.HeadAsync(two));
        (await pod.RunAsync("--force")).Succeeded();
        await Installed.AssertCompleteAsync(pod);
    }

    [Fact]
    public async Task WhatTheFetchOfAPackBreaksLeavesTheOldOneWorking()
    {
        await using Pod pod = new();
        InstallScriptTests.Fill(pod);
        (await pod.InstallAsync()).Succeeded();
        string before = await Installed.HeadAsync(Path.Join(pod.CustomNodes, "ComfyUI-GGUF"));
        pod.Move(Gguf, new string('d', 40));
        NodeEntry entry = pod.Document.Nodes["res4lyf"];
        pod.Pin("res4lyf", entry with { Source = entry.Source with { Version = "9.9.9" } });
        (await pod.InstallAsync()).Failed((Gguf, "is not in the repository"), ("res4lyf", "answered 404"));
        Assert.Equal(before, await Installed.HeadAsync(Path.Join(pod.CustomNodes, "ComfyUI-GGUF")));
        Assert.Contains(
            "1.2.3",
            File.ReadAllText(Path.Join(pod.CustomNodes, "res4lyf", "pyproject.toml")),
            StringComparison.Ordinal);
        Assert.Equal(
            ["ComfyUI-GGUF", "res4lyf"],
            Directory.GetFileSystemEntries(pod.CustomNodes).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static void NextVersion(Pod pod)
    {
        RegistryPack pack = pod.Registry.Packs.Single(static one => one.Id == "res4lyf");
        pack.Versions.Add(new RegistryVersion { Version = "1.3.0", Classes = ["New"] });
        NodeEntry entry = pod.Document.Nodes["res4lyf"];
        pod.Pin("res4lyf", entry with { Source = entry.Source with { Version = "1.3.0" } });
    }

    private static void Shorten(string path, int length)
    {
        using FileStream file = new(path, FileMode.Open);
        file.SetLength(length);
    }
}
