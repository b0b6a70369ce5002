using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace ComfyDeps.Core.Tests.Verification.Installed;

/// <summary>
/// Each defect that is put into a right environment is found and named, and a right environment gives no finding.
/// </summary>
public sealed class SeededDefectTests(RightPod pod) : IClassFixture<RightPod>
{
    private const string Page = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>\n";
    private const string Pointer =
        "version https://git-lfs.github.com/spec/v1\noid "
            + "sha256:0123456789012345678901234567890123456789012345678901234567890123\nsize 9000\n";

    private static readonly (string Name, string Path)[] s_models =
    [
        ("LLM/Florence-2/model.safetensors", "models/LLM/Florence-2/model.safetensors"),
        ("checkpoints/sd15.safetensors", "models/checkpoints/sd15.safetensors"),
        ("diffusion_models/flux1-dev.safetensors", "models/unet/flux1-dev.safetensors"),
        ("loras/style/anime.safetensors", "models/loras/style/anime.safetensors"),
    ];

    private static readonly (string Name, string Path)[] s_checkouts =
    [
        ("city96/comfyui-gguf", "custom_nodes/ComfyUI-GGUF"), ("kijai/comfyui-kjnodes", "custom_nodes/comfyui-kjnodes"),
    ];

    private static readonly Dictionary<string, Action<string>> s_ofModels = new(StringComparer.Ordinal)
    {
        ["removed NotInstalled"] = File.Delete,
        ["one bit flipped WrongHash"] = static path => Change(path, static bytes => bytes[^1] ^= 1),
        ["one byte in the middle WrongHash"] = static path => Change(path, static bytes => bytes[bytes.Length / 2]++),
        ["cut short SafetensorsTruncated"] = static path => Cut(path, 0.5),
        ["last byte gone SafetensorsTruncated"] = static path => Cut(path, 0.999),
        ["longer WrongSize"] = static path => File.AppendAllText(path, "more"),
        ["emptied ZeroBytes"] = static path => File.WriteAllBytes(path, []),
        ["a web page HtmlPage"] = static path => File.WriteAllText(path, Page),
        ["a pointer LfsPointer"] = static path => File.WriteAllText(path, Pointer),
        ["an answer ErrorAnswer"] = static path => File.WriteAllText(
            path, "{\"error\":\"Access to model is restricted.\"}"),
        ["in another folder WrongFolder"] = static path => Move(
            path, Path.Join(Up(path, "models"), "vae", Path.GetFileName(path))),
        ["in a folder below WrongFolder"] = static path => Move(
            path, Path.Join(Path.GetDirectoryName(path), "below", Path.GetFileName(path))),
        ["another name WrongFolder"] = static path => Move(
            path, path.Replace(".safetensors", "-v2.safetensors", StringComparison.Ordinal)),
        ["a link to nothing DanglingLink"] = static path => Link(path, "/nowhere/at/all"),
        ["never finished NotInstalled"] = static path => Move(path, path + ".part"),
        ["header destroyed SafetensorsMalformed"] = static path => Change(path, static bytes => bytes[8] = (byte)'x'),
    };

    private static readonly Dictionary<string, Action<string>> s_ofCheckouts = new(StringComparer.Ordinal)
    {
        ["removed NotInstalled"] = static path => Directory.Delete(path, recursive: true),
        ["disabled by name Disabled"] = static path => Directory.Move(path, path + ".disabled"),
        ["disabled by folder Disabled"] = static path => MoveFolder(
            path, Path.Join(Up(path, "custom_nodes"), ".disabled", Path.GetFileName(path))),
        ["an older commit WrongCommit"] = static path => ComfyTree.Git(path, "checkout", "--quiet", "HEAD~1"),
        ["a commit of its own WrongCommit"] = static path => ComfyTree.Git(
            path, "commit", "--quiet", "--allow-empty", "-m", "Mine"),
        ["a file changed Dirty"] = static path => File.AppendAllText(Path.Join(path, "__init__.py"), "import os\n"),
        ["a file removed Dirty"] = static path => File.Delete(Path.Join(path, "py", "nodes.py")),
        ["a change staged Dirty"] = static path =>
        {
            File.AppendAllText(Path.Join(path, "py", "nodes.py"), "# mine\n");
            ComfyTree.Git(path, "add", "-A");
        },
        ["another folder WrongDirectory"] = static path => Directory.Move(path, path + "-renamed"),
        ["no git any more NotTold"] = static path => Directory.Delete(Path.Join(path, ".git"), recursive: true),
        ["requirement not there MissingRequirement"] = static path => Require(path, "opencv-python\n"),
        ["requirement of another version RequirementMismatch"] = static path => Require(path, "numpy<2\n"),
    };

    private static readonly Dictionary<string, (Action<string> Damage, string Name)> s_others = new(
        StringComparer.Ordinal)
    {
        ["ComfyUI: a commit of its own WrongCommit"] = (static root => ComfyTree.Git(
            root, "commit", "--quiet", "--allow-empty", "-m", "Mine"), "ComfyUI"),
        ["ComfyUI: a file changed Dirty"] = (static root => File.AppendAllText(
            Path.Join(root, "main.py"), "import os\n"), "ComfyUI"),
        ["ComfyUI: a file removed Dirty"] = (static root => File.Delete(
            Path.Join(root, "requirements.txt")), "ComfyUI"),
        ["torch gone MissingRequirement"] = (static root => Distribution(root, "torch", null), "ComfyUI"),
        ["aiohttp gone MissingRequirement"] = (static root => Distribution(root, "aiohttp", null), "ComfyUI"),
        ["gguf gone MissingRequirement"] = (static root => Distribution(root, "gguf", null), "city96/comfyui-gguf"),
        ["numpy gone MissingRequirement"] = (static root => Distribution(root, "numpy", null), "res4lyf"),
        ["torch of another version ConstraintMismatch"] = (static root => Distribution(
            root, "torch", "2.7.0"), "torch"),
        ["numpy of another version ConstraintMismatch"] = (static root => Distribution(
            root, "numpy", "2.2.0"), "numpy"),
        ["aiohttp of another version ConstraintMismatch"] = (static root => Distribution(
            root, "aiohttp", "3.13.0"), "aiohttp"),
        ["gguf too old RequirementMismatch"] = (static root => Distribution(
            root, "gguf", "0.1"), "city96/comfyui-gguf"),
        ["registry pack removed NotInstalled"] = (static root => Directory.Delete(
            Res4lyf(root), recursive: true), "res4lyf"),
        ["registry pack disabled Disabled"] = (static root => Directory.Move(
            Res4lyf(root), Res4lyf(root) + ".disabled"), "res4lyf"),
        ["registry pack of another version WrongVersion"] = (static root => Replace(
            root, "\"1.0.2\"", "\"1.0.3\""), "res4lyf"),
        ["registry pack with a file gone MissingFiles"] = (static root => File.Delete(
            Path.Join(Res4lyf(root), "py", "nodes.py")), "res4lyf"),
        ["registry pack as a checkout WrongSource"] = (static root =>
        {
            File.Delete(Path.Join(Res4lyf(root), ".tracking"));
            ComfyTree.Git(Res4lyf(root), "init", "--quiet");
            ComfyTree.Git(Res4lyf(root), "add", "-A");
            ComfyTree.Git(Res4lyf(root), "commit", "--quiet", "-m", "One");
            ComfyTree.Git(Res4lyf(root), "remote", "add", "origin", "https://github.com/ClownsharkBatwing/RES4LYF");
        }, "res4lyf"),
        ["a pack too many NotAskedFor"] = (static root => Write(
            root, "custom_nodes/extra/__init__.py", "NODE_CLASS_MAPPINGS = {}\n"), "extra"),
        ["a pack twice DuplicatePack"] = (static root => Tool.Run(
            root, "cp", "coreutils", "-a", "custom_nodes/ComfyUI-GGUF", "custom_nodes/zz-copy"), "city96/comfyui-gguf"),
        ["a model too many NotAskedFor"] = (static root => File.Copy(
            Path.Join(root, s_models[1].Path),
            Path.Join(root, "models/loras/more.safetensors")), "loras/more.safetensors"),
        ["a download that did not end Partial"] = (static root => Write(
            root, "models/loras/new.safetensors.part", "x"), "loras/new.safetensors.part"),
        ["shadowed ShadowedRoot"] = (static root =>
        {
            string shadow = Path.Join(root, "models", "diffusion_models", "flux1-dev.safetensors");
            Directory.CreateDirectory(Path.GetDirectoryName(shadow)!);
            byte[] bytes = File.ReadAllBytes(Path.Join(root, s_models[2].Path));
            bytes[^1]++;
            File.WriteAllBytes(shadow, bytes);
        }, "diffusion_models/flux1-dev.safetensors"),
    };

    public static IEnumerable<TheoryDataRow<string, string>> Defects =>
    [
        .. from model in s_models
            from defect in s_ofModels.Keys
            select new TheoryDataRow<string, string>(model.Name, defect),
        .. from pack in s_checkouts
            from defect in s_ofCheckouts.Keys
            select new TheoryDataRow<string, string>(pack.Name, defect),
        .. s_others.Select(static pair => new TheoryDataRow<string, string>(pair.Value.Name, pair.Key)),
    ];

    [Fact]
    public void ThereAreAHundred() => Assert.True(Defects.Count() >= 100, $"There are {Defects.Count()}.");

    [Fact]
    public async Task ARightEnvironmentGivesNoFinding()
    {
        string root = pod.Copy();
        foreach (bool isQuick in (bool[])[false, true])
        {
            IReadOnlyList<VerificationResult> results = await pod.TestAsync(root, isQuick: isQuick);
            Assert.Empty(
                results.Where(static one => !one.IsOk).Select(static one => $"{one.Name} {one.Code} {one.Message}"));
            Assert.Equal(1 + 3 + 4 + 5, results.Count);
            Assert.All(results, one => Assert.Equal(root, one.Environment));
        }
    }

    [Theory]
    [MemberData(nameof(Defects))]
    public async Task IsFoundAndNamed(string name, string defect)
    {
        string root = pod.Copy();
        string code = defect[(defect.LastIndexOf(' ') + 1)..];
        (string Name, string Path) thing = s_models.Concat(s_checkouts).FirstOrDefault(one => one.Name == name);
        Action<string> damage = s_others.TryGetValue(
            defect, out (Action<string> Damage, string Name) other) ? other.Damage
            : s_models.Contains(thing) ? path => s_ofModels[defect](Path.Join(path, thing.Path))
            : path => s_ofCheckouts[defect](Path.Join(path, thing.Path));
        damage(root);

        VerificationResult[] bad = [.. (await pod.TestAsync(root)).Where(static one => !one.IsOk)];

        Assert.True(
            bad.Any(one => one.Name == name && one.Code == code),
            $"Expected {name} {code}, and there is: {string.Join("; ", bad.Select(static one =>
                $"{one.Name} {one.Code} ({one.Status})"))}");
        Assert.All(bad, static one => Assert.NotNull(one.Message));
    }

    private static void Change(string path, Action<byte[]> change)
    {
        byte[] bytes = File.ReadAllBytes(path);
        change(bytes);
        File.WriteAllBytes(path, bytes);
    }

    private static void Cut(string path, double part)
    {
        using FileStream file = File.OpenWrite(path);
        file.SetLength((long)(file.Length * part));
    }

    private static void Move(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Move(from, to);
    }

    private static void MoveFolder(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        Directory.Move(from, to);
    }

    private static void Link(string path, string target)
    {
        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }

    private static string Up(string path, string folder)
    {
        string? at = path;
        while (Path.GetFileName(at) != folder)
        {
            at = Path.GetDirectoryName(at);
        }

        return at!;
    }

    /// <summary>A requirement of the commit itself, so that nothing is changed there.</summary>
    private static void Require(string path, string requirement)
        => File.AppendAllText(Path.Join(path, "requirements.txt"), requirement);

    private static void Distribution(string root, string name, string? version)
    {
        string packages = Path.Join(root, ".venv", "lib", "python3.12", "site-packages");
        foreach (string folder in Directory.EnumerateDirectories(packages, name + "-*"))
        {
            Directory.Delete(folder, recursive: true);
        }

        if (version is not null)
        {
            Write(
                root,
                $".venv/lib/python3.12/site-packages/{name}-{version}.dist-info/METADATA",
                $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\n");
        }
    }

    private static string Res4lyf(string root) => Path.Join(root, "custom_nodes", "res4lyf");

    private static void Replace(string root, string from, string to)
    {
        string project = Path.Join(Res4lyf(root), "pyproject.toml");
        File.WriteAllText(project, File.ReadAllText(project).Replace(from, to, StringComparison.Ordinal));
    }

    private static void Write(string root, string path, string text)
    {
        string file = Path.Join(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
