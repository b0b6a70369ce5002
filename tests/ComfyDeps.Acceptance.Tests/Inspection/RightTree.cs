using System;
using System.Collections.Generic;
using System.IO;

namespace ComfyDeps.Acceptance.Tests.Inspection;

/// <summary>Trees that are unusual and right.</summary>
public static class RightTree
{
    internal static readonly Dictionary<string, Action<ComfyTree>> All = new(StringComparer.Ordinal)
    {
        ["as it was made"] = static _ => { },
        ["files that git does not know, in a checkout"] = static t => t.Write(
            "custom_nodes/ComfyUI-GGUF/settings.json", "{}"),
        ["what Python leaves behind"] = static t =>
        {
            t.Write("custom_nodes/__pycache__/x.pyc", "x");
            t.Write("custom_nodes/res4lyf/__pycache__/x.pyc", "x");
            t.Write("custom_nodes/.ipynb_checkpoints/x.py", "x");
        },
        ["the file that ComfyUI brings itself"] = static t => t.Write("custom_nodes/websocket_image_save.py", "\n"),
        ["packed references and one pack of objects"] = static t =>
        {
            ComfyTree.Git(t.At("custom_nodes/ComfyUI-GGUF"), "pack-refs", "--all");
            ComfyTree.Git(t.At("custom_nodes/ComfyUI-GGUF"), "repack", "-adfq");
        },
        ["a commit without a branch"] = static t => ComfyTree.Git(
            t.At("custom_nodes/ComfyUI-GGUF"), "checkout", "--quiet", "--detach"),
        ["a further work tree"] = static t => ComfyTree.Git(
            t.At("custom_nodes/ComfyUI-GGUF"), "worktree", "add", "--quiet", "--detach", "../../elsewhere"),
        ["files written anew with the same content"] = static t =>
        {
            foreach (string file in Directory.EnumerateFiles(
                t.At("custom_nodes/ComfyUI-GGUF"), "*.py", SearchOption.AllDirectories))
            {
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-30));
            }
        },
        ["a copied archive, whose times tell nothing"] = static t =>
        {
            foreach (string file in Directory.EnumerateFiles(
                t.At("custom_nodes/res4lyf"), "*.*", SearchOption.AllDirectories))
            {
                if (Path.GetFileName(file) != ".tracking")
                {
                    File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(1));
                }
            }
        },
        ["a pack that is a link"] = static t =>
        {
            t.Move("custom_nodes/comfyui-kjnodes", "../packs/comfyui-kjnodes");
            t.Link("custom_nodes/comfyui-kjnodes", "../../packs/comfyui-kjnodes");
        },
        ["distributions under other spellings"] = static t =>
        {
            t.Write(
                "custom_nodes/res4lyf/requirements.txt",
                "Some.Thing_else>=1\n# comment\n\n-f https://example.org\n./local.whl\n");
            t.AddDistribution("some-thing-else", "1.0");
        },
        ["requirements of another system"] = static t => t.Write(
            "custom_nodes/res4lyf/requirements.txt",
            "pywin32; sys_platform == 'win32'\ntomli; python_version < '3.11'\n"),
        ["a folder of the volume for every kind"] = static t =>
        {
            t.Write("extra_model_paths.yaml", $"""
                # comment
                runpod:
                  base_path: "{t.Volume}/network"
                  checkpoints: models/checkpoints/
                  text_encoders: |
                    models/text_encoders/
                    models/clip/
                  custom_nodes: custom_nodes
                """);
            t.AddSafetensors("../network/models/checkpoints/xl.safetensors", 30);
            t.AddSafetensors("../network/models/clip/t5.safetensors", 30);
            t.Write("../network/custom_nodes/far/__init__.py", "\n");
        },
        ["a model folder that is a link to the volume"] = static t =>
        {
            t.Move("models/checkpoints", "../network/checkpoints");
            t.Link("models/checkpoints", "../../network/checkpoints");
        },
        ["links in a circle"] = static t =>
        {
            t.Link("models/loras/again", "..");
            t.Link("models/loras/self", ".");
        },
        ["one file under two names"] = static t => t.Link("models/loras/second.safetensors", "style/anime.safetensors"),
        ["one file in two roots"] = static t =>
        {
            t.Write("extra_model_paths.yaml", $"a:\n  checkpoints: {t.Volume}/same\n");
            Directory.CreateSymbolicLink(Path.Join(t.Volume, "same"), t.At("models/checkpoints"));
        },
        ["what people keep beside models"] = static t =>
        {
            t.Write("models/loras/style/anime.png", "x");
            t.Write("models/loras/style/anime.civitai.info", "{}");
            t.Write("models/loras/put_loras_here", "");
            t.Write("models/loras/.cache/huggingface/x.lock", "");
        },
        ["names with spaces, quotes and brackets"] = static t =>
        {
            t.AddSafetensors("models/loras/it's [v2] $(x) `y` & more.safetensors", 20);
            t.Write("custom_nodes/a pack's [v2]/__init__.py", "\n");
        },
        ["an empty tensor list"] = static t => t.WriteBytes(
            "models/loras/none.safetensors", [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']),
    };

    public static TheoryData<string> Names => [.. All.Keys];
}
