using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using ComfyDeps.Registry;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>Two hundred registries whose every field is meant to break out of the script or of its folders.</summary>
public sealed class HostileTests
{
    private const int Registries = 200;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task NothingIsExecutedNothingIsWrittenOutsideAndTheRestIsInstalled(int quarter)
    {
        Tool.Need("shellcheck", "shellcheck");
        await using Pod pod = new();
        pod.AddGitPack("owner/Good");
        pod.AddModel("loras/good one.safetensors");
        RegistryDocument good = pod.Document;

        // Addresses that nobody would ask for are asked for here.
        pod.Git.IsStrict = pod.Files.IsStrict = pod.Hub.IsStrict = pod.Registry.IsStrict = false;
        HostileText text = new(pod.Root, quarter);
        for (int i = 0; i < Registries / 4; i++)
        {
            pod.Document = Spoil(good, text, pod);
            string script = pod.Write(allowUnverified: true);
            if (i % 25 == 0)
            {
                Tool.Run(pod.Root, "shellcheck", "shellcheck", script);
            }

            ScriptResult result = await pod.RunAsync();
            Assert.True(result.Code is 0 or 1, result.Output);
            string strange = string.Join("\n", Strange(pod));
            Assert.True(strange.Length == 0, strange);
            Assert.DoesNotContain(result.Items, static item => item.Status == "");
            AssertNothingOutside(pod);
            pod.Document = good;
            await AssertGoodAsync(pod, result);
            Empty(pod);
        }
    }

    /// <summary>Entries beside the good ones, each with one hostile field, and one with nothing else.</summary>
    private static RegistryDocument Spoil(RegistryDocument good, HostileText text, Pod pod)
    {
        NodeEntry pack = good.Nodes.Values.Single();
        ModelEntry model = good.Models.Values.Single();
        Dictionary<string, NodeEntry> nodes = new(StringComparer.Ordinal)
        {
            ["spoilt/" + text.Next()] = pack with { Directory = "x" },
            ["spoilt/directory"] = pack with { Directory = text.Next() },
            ["spoilt/url"] = pack with { Directory = "u", Source = pack.Source with { Url = text.Next() } },
            ["spoilt/url-tail"] = pack with
            {
                Directory = "t",
                Source = pack.Source with { Url = pod.Git.Address + "/" + text.Next() },
            },
            ["spoilt/commit"] = pack with { Directory = "c", Source = pack.Source with { Commit = text.Next() } },
            ["spoilt/mirror"] = pack with { Directory = "m", Source = pack.Source with { Mirror = text.Next() } },
            ["spoilt/classes"] = pack with
            {
                Directory = "classes",
                Classes = [text.Next(), text.Next()],
                Requested = text.Next(),
            },
            ["spoilt/told"] = pack with
            {
                Directory = "told",
                Verification = new PinVerification { Status = VerificationStatus.Retired, Message = text.Next() },
            },
            ["spoilt/version"] = new NodeEntry
            {
                Directory = "v",
                Source = new PinSource { Kind = SourceKind.ComfyRegistry, Id = "v", Version = text.Next() },
            },
            ["spoilt/id"] = new NodeEntry
            {
                Directory = "i",
                Source = new PinSource
                {
                    Kind = SourceKind.ComfyRegistry,
                    Id = text.Next(),
                    Version = "1.0.0",
                    DownloadUrl = text.Next(),
                    Sha256 = text.Next(),
                },
            },
        };
        Dictionary<string, ModelEntry> models = new(StringComparer.Ordinal)
        {
            ["loras/" + text.Next()] = model,
            [text.Next()] = model,
            ["loras/alias.safetensors"] = model with { Aliases = [text.Next()] },
            ["loras/hash.safetensors"] = model with { Sha256 = text.Next() },
            ["loras/url.safetensors"] = model with { Sha256 = null, Source = model.Source with { Url = text.Next() } },
            ["loras/tail.safetensors"] = model with
            {
                Sha256 = null,
                Source = model.Source with { Url = pod.Files.Address + "/" + text.Next() },
            },
            ["loras/hub.safetensors"] = model with
            {
                Sha256 = new string('0', 64),
                Source = new PinSource
                {
                    Kind = SourceKind.HuggingFace,
                    Repository = text.Next(),
                    Commit = text.Next(),
                    File = text.Next(),
                },
            },
            ["loras/folder"] = model with
            {
                Files = model.Files.Add(text.Next(), new ModelFile(model.Size, model.Sha256)),
            },
        };
        return good with { Nodes = good.Nodes.AddRange(nodes), Models = good.Models.AddRange(models) };
    }

    /// <summary>What a hostile text made, apart from model files that just have a strange name of their own.</summary>
    private static IEnumerable<string> Strange(Pod pod)
    {
        HashSet<string> places =
        [
            .. pod.Document.Models.SelectMany(
                static pair => (string[])[
                    pair.Key,
                    .. pair.Value.Aliases,
                    .. pair.Value.Files.Keys.Select(file => $"{pair.Key}/{file}"),
                ])
                .Select(Written),
        ];
        return Directory.EnumerateFiles(pod.Root, "*", SearchOption.AllDirectories)
            .Where(static path => Path.GetFileName(path).Contains("PWNED", StringComparison.Ordinal))
            .Where(path => !places.Contains(Path.GetRelativePath(pod.Models, path)));
    }

    /// <summary>Half a character cannot be written to a file.</summary>
    private static string Written(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static void AssertNothingOutside(Pod pod)
    {
        Assert.Equal(
            ["ComfyUI", "install.sh", "report.json"],
            Directory.GetFileSystemEntries(pod.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            [".comfydeps", "comfy", "custom_nodes", "folder_paths.py", "main.py", "models"],
            Directory.GetFileSystemEntries(pod.ComfyUi).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(0, new FileInfo(Path.Join(pod.ComfyUi, "main.py")).Length);
    }

    private static async Task AssertGoodAsync(Pod pod, ScriptResult result)
    {
        Assert.Equal("installed", result["owner/good"].Status);
        Assert.Contains(result["loras/good one.safetensors"].Status, (string[])["installed", "linked"]);
        Assert.Equal(
            pod.Document.Nodes["owner/good"].Source.Commit,
            await Installed.HeadAsync(Path.Join(pod.CustomNodes, "Good")));
        Installed.AssertModels(pod);
    }

    private static void Empty(Pod pod)
    {
        foreach (string folder in (string[])[pod.CustomNodes, pod.Models])
        {
            TempFolder.Delete(folder);
            Directory.CreateDirectory(folder);
        }
    }
}
