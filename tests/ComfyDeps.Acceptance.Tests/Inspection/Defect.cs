using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace ComfyDeps.Acceptance.Tests.Inspection;

/// <summary>One thing that is made wrong in a right tree, and all that an inspection must say of it.</summary>
/// <param name="Name">What is made wrong.</param>
/// <param name="Make">Makes it wrong.</param>
/// <param name="Expected">Everything that must be found, as name and code; nothing else may be.</param>
internal sealed record Defect(string Name, Action<ComfyTree> Make, params string[] Expected)
{
    private const string Gguf = "custom_nodes/ComfyUI-GGUF";
    private const string Kj = "custom_nodes/comfyui-kjnodes";
    private const string Archive = "custom_nodes/res4lyf";
    private const string Checkpoint = "models/checkpoints/sd15.safetensors";

    /// <summary>
    /// Whether a host can be told apart from a folder by it: a host has a Python of its own to fall back on.
    /// </summary>
    public bool IsOfFolderOnly { get; init; }

    public static IEnumerable<Defect> All =>
    [
        .. OfCheckouts, .. OfPacks, .. OfArchives, .. OfRequirements, .. OfContent, .. OfFiles, .. OfFolders,
    ];

    private static IEnumerable<Defect> OfCheckouts =>
    [
        new(
            "a tracked file with a line more",
            t => t.Append($"{Gguf}/__init__.py", "# more\n"),
            "city96/comfyui-gguf: Dirty"),
        new(
            "a tracked file with other text of the same size",
            t => t.Write($"{Gguf}/py/nodes.py", "class A:\n    paSs\n"),
            "city96/comfyui-gguf: Dirty"),
        new("one flipped bit in a tracked file", t => t.Flip($"{Gguf}/py/nodes.py", 3), "city96/comfyui-gguf: Dirty"),
        new("a tracked file that is gone", t => File.Delete(t.At($"{Gguf}/py/nodes.py")), "city96/comfyui-gguf: Dirty"),
        new(
            "a tracked folder that is gone",
            t => Directory.Delete(t.At($"{Gguf}/py"), true),
            "city96/comfyui-gguf: Dirty"),
        new("an emptied tracked file", t => t.Write($"{Gguf}/py/nodes.py", ""), "city96/comfyui-gguf: Dirty"),
        new(
            "a tracked file that may be run now",
            t => Tool.Run(t.At(Gguf), "chmod", "coreutils", "755", "install.sh"),
            "city96/comfyui-gguf: Dirty"),
        new(
            "a link in place of a tracked file",
            t => t.Link($"{Gguf}/install.sh", "__init__.py"),
            "city96/comfyui-gguf: Dirty"),
        new(
            "a folder in place of a tracked file",
            t => { File.Delete(t.At($"{Gguf}/install.sh")); Directory.CreateDirectory(t.At($"{Gguf}/install.sh")); },
            "city96/comfyui-gguf: Dirty"),
        new(
            "a change that is added for a commit",
            t => { t.Append($"{Gguf}/__init__.py", "#\n"); ComfyTree.Git(t.At(Gguf), "add", "-A"); },
            "city96/comfyui-gguf: Dirty"),
        new(
            "a new file that is added for a commit",
            t => { t.Write($"{Gguf}/new.py", "\n"); ComfyTree.Git(t.At(Gguf), "add", "new.py"); },
            "city96/comfyui-gguf: Dirty"),
        new(
            "a deletion that is added for a commit",
            t => ComfyTree.Git(t.At(Gguf), "rm", "--quiet", "--cached", "install.sh"),
            "city96/comfyui-gguf: Dirty"),
        new(
            "a commit taken back, its files kept",
            t => ComfyTree.Git(t.At(Gguf), "reset", "--quiet", "--soft", "HEAD~1"),
            "city96/comfyui-gguf: Dirty"),
        new("a merge that was not ended", t => Merge(t), "city96/comfyui-gguf: Dirty"),
        new(
            "a branch that is not there",
            t => t.Write($"{Gguf}/.git/HEAD", "ref: refs/heads/none\n"),
            "city96/comfyui-gguf: CheckoutBroken"),
        new("a head that is empty", t => t.Write($"{Gguf}/.git/HEAD", ""), "city96/comfyui-gguf: CheckoutBroken"),
        new("a head that is gone", t => File.Delete(t.At($"{Gguf}/.git/HEAD")), "city96/comfyui-gguf: CheckoutBroken"),
        new(
            "a head that is no commit",
            t => t.Write($"{Gguf}/.git/HEAD", "deadbeef\n"),
            "city96/comfyui-gguf: CheckoutBroken"),
        new(
            "a work tree whose repository is gone",
            t => { Directory.Delete(
                t.At($"{Gguf}/.git"), true); t.Write($"{Gguf}/.git", "gitdir: /none/.git/worktrees/x\n"); },
            "ComfyUI-GGUF: CheckoutBroken"),
        new(
            "a .git file that says nothing",
            t => { Directory.Delete(t.At($"{Gguf}/.git"), true); t.Write($"{Gguf}/.git", "\n"); },
            "ComfyUI-GGUF: CheckoutBroken"),
        new("references that only git reads", t => Reftable(t), "city96/comfyui-gguf: CommitUnknown"),
        new("ComfyUI's own file changed", t => t.Append("folder_paths.py", "# patched\n"), "ComfyUI: Dirty"),
        new("ComfyUI's own file gone", t => File.Delete(t.At("comfyui_version.py")), "ComfyUI: Dirty"),
        new(
            "ComfyUI without its commit",
            t => t.Write(".git/HEAD", "ref: refs/heads/none\n"),
            "ComfyUI: CheckoutBroken"),
    ];

    private static IEnumerable<Defect> OfPacks =>
    [
        new(
            "a checkout moved into .disabled",
            t => t.Move(Gguf, "custom_nodes/.disabled/comfyui-gguf@nightly"),
            "city96/comfyui-gguf: Disabled"),
        new(
            "a checkout with .disabled behind its name",
            t => t.Move(Gguf, Gguf + ".disabled"),
            "city96/comfyui-gguf: Disabled"),
        new(
            "a single file with .disabled behind its name",
            t => t.Move("custom_nodes/single_node.py", "custom_nodes/single_node.py.disabled"),
            "single_node.py: Disabled"),
        new("a link to a pack that is gone", t => t.Link("custom_nodes/linked", "/none/pack"), "linked: DanglingLink"),
        new(
            "a link to a file that is gone",
            t => t.Link("custom_nodes/linked.py", "/none/pack.py"),
            "linked.py: DanglingLink"),
        new(
            "a checkout that is there twice",
            t => Tool.Run(t.At("custom_nodes"), "cp", "coreutils", "-a", "comfyui-kjnodes", "ComfyUI-KJNodes"),
            "kijai/comfyui-kjnodes: DuplicatePack"),
        new(
            "an archive that is there twice",
            t => Tool.Run(t.At("custom_nodes"), "cp", "coreutils", "-a", "res4lyf", "RES4LYF"),
            "res4lyf: DuplicatePack"),
        new(
            "an empty folder that an install left",
            t => Directory.CreateDirectory(t.At("custom_nodes/comfyui-left")),
            "comfyui-left: NotLoadable"),
        new(
            "a folder with other files alone",
            t => t.Write("custom_nodes/notes/README.md", "notes\n"),
            "notes: NotLoadable"),
        new(
            "a pack in a folder too deep",
            t => t.Write("custom_nodes/outer/inner/__init__.py", "\n"),
            "outer: NotLoadable"),
    ];

    private static IEnumerable<Defect> OfArchives =>
    [
        new(
            "a file of an archive that is gone",
            t => File.Delete(t.At($"{Archive}/py/nodes.py")),
            "res4lyf: MissingFiles"),
        new(
            "a folder of an archive that is gone",
            t => Directory.Delete(t.At($"{Archive}/py"), true),
            "res4lyf: MissingFiles"),
        new(
            "an archive without what loads it",
            t => File.Delete(t.At($"{Archive}/__init__.py")),
            "res4lyf: MissingFiles"),
        new(
            "a file of an archive that was changed later",
            t => Later(t, $"{Archive}/py/nodes.py", "class C:\n    pass\n"),
            "res4lyf: Dirty"),
        new(
            "a file of an archive that was emptied later",
            t => Later(t, $"{Archive}/py/nodes.py", ""),
            "res4lyf: Dirty"),
        new(
            "an archive moved into .disabled",
            t => t.Move(Archive, "custom_nodes/.disabled/res4lyf@1_0_2"),
            "res4lyf: Disabled"),
        new(
            "an archive of which the list and the loader are gone",
            t => { File.Delete(t.At($"{Archive}/.tracking")); File.Delete(t.At($"{Archive}/__init__.py")); },
            "res4lyf: NotLoadable"),
    ];

    private static IEnumerable<Defect> OfRequirements =>
    [
        new(
            "a requirement of a pack that is not installed",
            t => t.RemoveDistribution("gguf"),
            "city96/comfyui-gguf: MissingRequirement"),
        new(
            "a requirement of ComfyUI that is not installed",
            t => t.RemoveDistribution("aiohttp"),
            "ComfyUI: MissingRequirement"),
        new(
            "a requirement of several that is not installed",
            t => t.RemoveDistribution("numpy"),
            "ComfyUI: MissingRequirement",
            "kijai/comfyui-kjnodes: MissingRequirement",
            "res4lyf: MissingRequirement"),
        new(
            "a distribution that is too old",
            t => Replace(t, "gguf", "0.12.9"),
            "city96/comfyui-gguf: RequirementMismatch"),
        new(
            "a distribution that is too new",
            t => Replace(t, "numpy", "3.0.0"),
            "kijai/comfyui-kjnodes: RequirementMismatch"),
        new(
            "a preview of what is too new",
            t => Replace(t, "numpy", "3.0.0rc1"),
            "kijai/comfyui-kjnodes: RequirementMismatch"),
        new(
            "a version that is excluded",
            t => t.Write($"{Archive}/requirements.txt", "numpy!=2.1.*\n"),
            "res4lyf: RequirementMismatch"),
        new(
            "another exact version",
            t => t.Write($"{Archive}/requirements.txt", "numpy==2.1.2\n"),
            "res4lyf: RequirementMismatch"),
        new(
            "another build of a version",
            t => t.Write($"{Archive}/requirements.txt", "torch==2.8.0+cu126\n"),
            "res4lyf: RequirementMismatch"),
        new(
            "a later compatible release",
            t => t.Write($"{Archive}/requirements.txt", "aiohttp~=3.11.8\n"),
            "res4lyf: RequirementMismatch"),
        new(
            "a requirement in a list that a list names",
            t => { t.Write(
                $"{Archive}/requirements.txt",
                "-r requirements/base.txt\n"); t.Write($"{Archive}/requirements/base.txt", "einops\n"); },
            "res4lyf: MissingRequirement"),
        new(
            "a requirement of an extra",
            t => t.Write($"{Archive}/requirements.txt", "gguf[gui]\n"),
            "res4lyf: MissingRequirement"),
        new(
            "a requirement with a condition that holds",
            t => t.Write(
                $"{Archive}/requirements.txt", "triton; sys_platform == 'linux' and python_version >= '3.10'\n"),
            "res4lyf: MissingRequirement"),
        new(
            "a requirement in a line with all that pip allows",
            t => t.Write(
                $"{Archive}/requirements.txt",
                "--extra-index-url https://example.org/simple\nsage_Attention >= 2 , < 3 \\\n  --hash=sha256:00 # "
                    + "fast\n"),
            "res4lyf: MissingRequirement"),
        new(
            "a requirement from a repository",
            t => t.Write($"{Archive}/requirements.txt", "sam2 @ git+https://github.com/facebookresearch/sam2\n"),
            "res4lyf: MissingRequirement"),
        new(
            "a wheel of another version",
            t => t.Write(
                $"{Archive}/requirements.txt",
                "https://example.org/aiohttp-3.13.0-cp312-cp312-manylinux_2_17_x86_64.whl\n"),
            "res4lyf: RequirementMismatch"),
        new(
            "a distribution that is there twice",
            t => t.AddDistribution("gguf", "0.18.0"),
            "gguf: DuplicateDistribution"),
        new("no Python at all", t => Directory.Delete(t.At(".venv"), true), "ComfyUI: InterpreterUnknown")
        {
            IsOfFolderOnly = true,
        },
    ];

    private static IEnumerable<Defect> OfContent =>
    [
        new(
            "a model without its last byte",
            t => t.Cut(Checkpoint, 1),
            "checkpoints/sd15.safetensors: SafetensorsTruncated"),
        new("half a model", t => t.Cut(Checkpoint, 2000), "checkpoints/sd15.safetensors: SafetensorsTruncated"),
        new(
            "a model that ends in its header",
            t => t.Cut(Checkpoint, 4020),
            "checkpoints/sd15.safetensors: SafetensorsTruncated"),
        new(
            "a model with a byte too many",
            t => t.Append(Checkpoint, "x"),
            "checkpoints/sd15.safetensors: SafetensorsTruncated"),
        new(
            "a model that two downloads wrote",
            t => File.AppendAllText(
                t.At(Checkpoint), File.ReadAllText(t.At(Checkpoint), Encoding.Latin1), Encoding.Latin1),
            "checkpoints/sd15.safetensors: SafetensorsTruncated"),
        new(
            "a model of zeros",
            t => File.WriteAllBytes(t.At(Checkpoint), new byte[4000]),
            "checkpoints/sd15.safetensors: SafetensorsMalformed"),
        new(
            "a model that is none",
            t => File.WriteAllBytes(t.At(Checkpoint), [.. Encoding.UTF8.GetBytes("\u00ffabcdefgh"), .. new byte[1000]]),
            "checkpoints/sd15.safetensors: SafetensorsMalformed"),
        new(
            "another format under the name",
            t => File.WriteAllBytes(t.At(Checkpoint), [.. Encoding.ASCII.GetBytes("GGUF"), .. new byte[1000]]),
            "checkpoints/sd15.safetensors: SafetensorsMalformed"),
        new(
            "a pointer in place of a model",
            t => t.Write(Checkpoint, Pointer),
            "checkpoints/sd15.safetensors: LfsPointer"),
        new(
            "a pointer in place of a PyTorch file",
            t => t.Write("models/upscale_models/x4.pth", Pointer),
            "upscale_models/x4.pth: LfsPointer"),
        new(
            "a pointer in place of a GGUF file",
            t => t.Write("models/unet/q8.gguf", Pointer),
            "diffusion_models/q8.gguf: LfsPointer"),
        new(
            "a pointer in place of a folder model's part",
            t => t.Write("models/LLM/Florence-2/model.safetensors", Pointer),
            "LLM/Florence-2/model.safetensors: LfsPointer"),
        new(
            "a pointer in place of a folder model's list of words",
            t => t.Write("models/LLM/Florence-2/vocab.json", Pointer),
            "LLM/Florence-2/vocab.json: LfsPointer"),
        new(
            "a web page in place of a model",
            t => t.Write(Checkpoint, "<!DOCTYPE html>\n<html><body>Log in</body></html>"),
            "checkpoints/sd15.safetensors: HtmlPage"),
        new(
            "a web page after empty lines",
            t => t.Write(Checkpoint, "\r\n\n  <HTML><head>"),
            "checkpoints/sd15.safetensors: HtmlPage"),
        new(
            "a web page in place of a checkpoint",
            t => t.Write("models/checkpoints/old.ckpt", "<html lang=en>"),
            "checkpoints/old.ckpt: HtmlPage"),
        new(
            "an error in JSON in place of a model",
            t => t.Write("models/loras/civit.safetensors", "{\"error\":\"Unauthorized\"}"),
            "loras/civit.safetensors: ErrorAnswer"),
        new(
            "an error in XML in place of a model",
            t => t.Write(
                "models/vae/ae.safetensors", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"),
            "vae/ae.safetensors: ErrorAnswer"),
        new(
            "a sentence in place of a model",
            t => t.Write(
                "models/vae/ae.safetensors",
                "Access to model x is restricted. You must be authenticated to access it."),
            "vae/ae.safetensors: ErrorAnswer"),
        new("an empty model", t => t.Write(Checkpoint, ""), "checkpoints/sd15.safetensors: ZeroBytes"),
        new(
            "an empty part of a folder model",
            t => t.Write("models/LLM/Florence-2/config.json", ""),
            "LLM/Florence-2/config.json: ZeroBytes"),
        new(
            "an archive that was cut",
            t => File.WriteAllBytes(t.At("models/checkpoints/cut.ckpt"), [0x50, 0x4b, 3, 4, .. new byte[3000]]),
            "checkpoints/cut.ckpt: ArchiveTruncated"),
        new(
            "a PyTorch file that was cut",
            t => t.WriteBytes("models/sams/sam.pth", [0x50, 0x4b, 3, 4, .. new byte[90000]]),
            "sams/sam.pth: ArchiveTruncated"),
        new(
            "a GGUF file that begins with something else",
            t => t.WriteBytes("models/unet/q4.gguf", [1, 2, 3, 4, .. new byte[600]]),
            "diffusion_models/q4.gguf: GgufMalformed"),
    ];

    private static IEnumerable<Defect> OfFiles =>
    [
        new("a .part", t => t.Write("models/loras/new.safetensors.part", "x"), "loras/new.safetensors.part: Partial"),
        new("a .tmp", t => t.Write("models/loras/new.tmp", "x"), "loras/new.tmp: Partial"),
        new(
            "a .crdownload",
            t => t.Write("models/loras/new.safetensors.crdownload", "x"),
            "loras/new.safetensors.crdownload: Partial"),
        new("a .incomplete", t => t.Write("models/loras/abc.incomplete", "x"), "loras/abc.incomplete: Partial"),
        new(
            "a .download",
            t => t.Write("models/loras/new.safetensors.download", "x"),
            "loras/new.safetensors.download: Partial"),
        new(
            "a model that aria2 still downloads",
            t => t.Write(Checkpoint + ".aria2", "x"),
            "checkpoints/sd15.safetensors: Partial"),
        new(
            "what aria2 left without the model",
            t => t.Write("models/loras/none.safetensors.aria2", "x"),
            "loras/none.safetensors.aria2: Partial"),
        new(
            "a link to a model that is gone",
            t => t.Link("models/loras/linked.safetensors", "/none/x.safetensors"),
            "loras/linked.safetensors: DanglingLink"),
        new(
            "a link to a folder that is gone",
            t => t.Link("models/loras/more", "/none/loras"),
            "loras/more: DanglingLink"),
        new(
            "a link in place of a model folder, to nothing",
            t => t.Link("models/controlnet", "/none/controlnet"),
            "controlnet: DanglingLink"),
        new(
            "a link to itself",
            t => t.Link("models/loras/self.safetensors", "self.safetensors"),
            "loras/self.safetensors: DanglingLink"),
    ];

    private static IEnumerable<Defect> OfFolders =>
    [
        new(
            "a model in no folder",
            t => t.Move(Checkpoint, "models/sd15.safetensors"),
            "sd15.safetensors: WrongFolder"),
        new(
            "a model on a part of the volume that ComfyUI is not told of",
            t => Extra(t, "checkpoints: models/checkpoints/", "models/diffusion_models/wan.safetensors"),
            "diffusion_models/wan.safetensors: WrongFolder"),
        new(
            "a model of a pack on a part of the volume that ComfyUI is not told of",
            t => Extra(t, "loras: models/loras/", "models/pulid/pulid.safetensors"),
            "pulid/pulid.safetensors: WrongFolder"),
        new(
            "a model beside ComfyUI",
            t => t.AddSafetensors("../models/loras/beside.safetensors", 40),
            "loras/beside.safetensors: WrongFolder"),
        new(
            "a model behind one of another size",
            t => Extra(
                t, "is_default: true\n  checkpoints: models/checkpoints/", "models/checkpoints/sd15.safetensors"),
            "checkpoints/sd15.safetensors: ShadowedRoot"),
        new(
            "a model of the volume behind ComfyUI's own",
            t => Extra(
                t,
                "loras: |\n    models/loras/\n    models/more/",
                "models/more/style/anime.safetensors",
                "models/loras/a.safetensors"),
            "loras/style/anime.safetensors: ShadowedRoot"),
        new(
            "a model behind one of the same size",
            t => t.AddSafetensors("models/diffusion_models/flux1-dev.safetensors", 9000, fill: 9),
            "diffusion_models/flux1-dev.safetensors: ShadowedRoot"),
        new(
            "a model in the old folder behind the new one",
            t => { t.AddSafetensors(
                "models/text_encoders/t5.safetensors", 20); t.AddSafetensors("models/clip/t5.safetensors", 21); },
            "text_encoders/t5.safetensors: ShadowedRoot"),
    ];

    private static string Pointer
        => "version https://git-lfs.github.com/spec/v1\noid sha256:" + new string('a', 64) + "\nsize 4000\n";

    public override string ToString() => Name;

    /// <summary>A volume of which ComfyUI is told a part.</summary>
    private static void Extra(ComfyTree tree, string lines, params string[] models)
    {
        string volume = Path.Join(tree.Volume, "network");
        tree.Write("extra_model_paths.yaml", $"runpod:\n  base_path: {volume}\n  {lines}\n");
        foreach (string model in models)
        {
            tree.AddSafetensors($"../network/{model}", 77);
        }

        Directory.CreateDirectory(Path.Join(volume, "models/checkpoints"));
        Directory.CreateDirectory(Path.Join(volume, "models/loras"));
    }

    private static void Later(ComfyTree tree, string path, string text)
    {
        tree.Write(path, text);
        File.SetLastWriteTimeUtc(tree.At(path), DateTime.UtcNow.AddHours(1));
    }

    private static void Replace(ComfyTree tree, string name, string version)
    {
        tree.RemoveDistribution(name);
        tree.AddDistribution(name, version);
    }

    private static void Merge(ComfyTree tree)
    {
        string pack = tree.At(Gguf);
        ComfyTree.Git(pack, "checkout", "--quiet", "-b", "other", "HEAD~1");
        tree.Append($"{Gguf}/__init__.py", "# other\n");
        ComfyTree.Git(pack, "commit", "--quiet", "-am", "Other");
        Tool.Run(pack, "sh", "dash", "-c", "! git -c user.name=a -c user.email=a@b.c merge --quiet main");
    }

    private static void Reftable(ComfyTree tree)
    {
        tree.Append($"{Gguf}/.git/config", "[extensions]\n\trefStorage = reftable\n");
        tree.Write($"{Gguf}/.git/HEAD", "ref: refs/heads/.invalid\n");
    }
}
