using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace ComfyDeps.Tests.Shared;

/// <summary>
/// A ComfyUI that is right: a checkout, packs of every kind, a virtual environment and model files, made by real
/// programs.
/// </summary>
internal sealed class ComfyTree : IDisposable
{
    private readonly string _remotes;
    private readonly bool _isOwnFolder;

    public ComfyTree(string? volume = null)
    {
        _isOwnFolder = volume is null;
        Volume = volume ?? Directory.CreateTempSubdirectory("comfy-").FullName;
        _remotes = Path.Join(Volume, ".remotes");
        Directory.CreateDirectory(_remotes);
        Root = Path.Join(Volume, "ComfyUI");
        MakeComfyUi();
        Commits["city96/ComfyUI-GGUF"] = ClonePack(
            "ComfyUI-GGUF", "https://github.com/city96/ComfyUI-GGUF", "gguf>=0.13\nprotobuf; python_version < '3'\n");
        Commits["kijai/ComfyUI-KJNodes"] = ClonePack(
            "comfyui-kjnodes", "git@github.com:kijai/ComfyUI-KJNodes.git", "numpy>=1.25,<3\n");
        AddArchive("res4lyf", "RES4LYF", "1.0.2", "https://github.com/ClownsharkBatwing/RES4LYF");
        Write("custom_nodes/single_node.py", "NODE_CLASS_MAPPINGS = {}\n");
        AddVenv();
        AddSafetensors("models/checkpoints/sd15.safetensors", 4000);
        AddSafetensors("models/unet/flux1-dev.safetensors", 9000);
        AddSafetensors("models/loras/style/anime.safetensors", 500);
        Write("models/LLM/Florence-2/config.json", "{}");
        AddSafetensors("models/LLM/Florence-2/model.safetensors", 700);
    }

    private ComfyTree(ComfyTree other, string volume)
    {
        Volume = volume;
        _remotes = other._remotes;
        Root = Path.Join(volume, "ComfyUI");
        Commits = other.Commits;
    }

    /// <summary>The folder that holds ComfyUI.</summary>
    public string Volume { get; }

    /// <summary>ComfyUI's folder.</summary>
    public string Root { get; }

    /// <summary>The commits of the cloned packs, by owner/repo.</summary>
    public Dictionary<string, string> Commits { get; private init; } = [];

    /// <summary>Runs git in a folder of the tree.</summary>
    public static string Git(string folder, params string[] arguments)
    {
        string output = Tool.Output(folder, "git", "git",
            [
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@b.c",
                "-c",
                "protocol.file.allow=always",
                "-c",
                "init.defaultBranch=main",
                .. arguments,
            ]);
        return output.Trim();
    }

    /// <summary>A copy with the same times, in a folder that its caller deletes.</summary>
    public ComfyTree CopyTo(string volume)
    {
        Directory.CreateDirectory(volume);
        Tool.Run(Volume, "cp", "coreutils", "-a", "ComfyUI", volume);
        return new ComfyTree(this, volume);
    }

    /// <summary>A path below ComfyUI.</summary>
    public string At(string path) => Path.Join(Root, path);

    /// <summary>Writes a text file below ComfyUI.</summary>
    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    /// <summary>Writes a file below ComfyUI.</summary>
    public void WriteBytes(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), bytes);
    }

    /// <summary>Writes at the end of a file.</summary>
    public void Append(string path, string text) => File.AppendAllText(At(path), text);

    /// <summary>Turns one bit of a file over; its size and time stay.</summary>
    public void Flip(string path, int at)
    {
        DateTime time = File.GetLastWriteTimeUtc(At(path));
        byte[] bytes = File.ReadAllBytes(At(path));
        bytes[at] ^= 1;
        File.WriteAllBytes(At(path), bytes);
        File.SetLastWriteTimeUtc(At(path), time);
    }

    /// <summary>Takes bytes off the end of a file.</summary>
    public void Cut(string path, int bytes)
    {
        using FileStream file = File.OpenWrite(At(path));
        file.SetLength(file.Length - bytes);
    }

    /// <summary>Puts a link in the place of whatever is there.</summary>
    public void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.Delete(At(path));
        File.CreateSymbolicLink(At(path), target);
    }

    /// <summary>Moves a file or a folder.</summary>
    public void Move(string path, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(to))!);
        Directory.Move(At(path), At(to));
    }

    /// <summary>Writes a whole safetensors file with one tensor.</summary>
    public void AddSafetensors(string path, int bytes, byte fill = 7)
    {
        byte[] header = Encoding.UTF8.GetBytes(
            "{\"t\":{\"dtype\":\"U8\",\"shape\":[" + bytes + "],\"data_offsets\":[0," + bytes + "]}}");
        byte[] content = new byte[8 + header.Length + bytes];
        BinaryPrimitives.WriteInt64LittleEndian(content, header.Length);
        header.CopyTo(content, 8);
        content.AsSpan(8 + header.Length).Fill(fill);
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), content);
    }

    /// <summary>Makes a repository and clones it as a pack.</summary>
    /// <returns>The commit.</returns>
    public string ClonePack(string folder, string address, string requirements, params string[] options)
    {
        string remote = Path.Join(_remotes, folder);
        Directory.CreateDirectory(Path.Join(remote, "py"));
        Git(remote, "init", "--quiet");
        File.WriteAllText(Path.Join(remote, "__init__.py"), "NODE_CLASS_MAPPINGS = {}\n");
        File.WriteAllText(Path.Join(remote, "py", "nodes.py"), "class A:\n    pass\n");
        File.WriteAllText(Path.Join(remote, "requirements.txt"), requirements);
        File.WriteAllText(Path.Join(remote, "install.sh"), "#!/bin/sh\n");
        Git(remote, "add", "-A");
        Git(remote, "commit", "--quiet", "-m", "One");
        File.AppendAllText(Path.Join(remote, "__init__.py"), "# two\n");
        Git(remote, "commit", "--quiet", "-am", "Two");
        Directory.CreateDirectory(At("custom_nodes"));
        Git(At("custom_nodes"), ["clone", "--quiet", .. options, "file://" + remote, folder]);
        string pack = At($"custom_nodes/{folder}");
        Git(pack, "remote", "set-url", "origin", address);
        return Git(pack, "rev-parse", "HEAD");
    }

    /// <summary>Puts the files of a registry archive in place, as ComfyUI-Manager does.</summary>
    public void AddArchive(string folder, string id, string version, string repository)
    {
        string at = $"custom_nodes/{folder}";
        Write($"{at}/__init__.py", "NODE_CLASS_MAPPINGS = {}\n");
        Write($"{at}/py/nodes.py", "class B:\n    pass\n");
        Write($"{at}/pyproject.toml", $"""
            [project]
            name = "{id}"
            version = "{version}"
            dependencies = ["numpy"]

            [project.urls]
            Repository = "{repository}"

            [tool.comfy]
            PublisherId = "someone"
            """);
        Write($"{at}/.tracking", "__init__.py\npy/\npy/nodes.py\npyproject.toml");
    }

    /// <summary>Puts a distribution into the virtual environment.</summary>
    public void AddDistribution(string name, string version, string more = "")
        => Write(
            $".venv/lib/python3.12/site-packages/{name.Replace('-', '_')}-{version}.dist-info/METADATA",
            $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{more}\nA description.\nName: none\n");

    /// <summary>Takes a distribution out.</summary>
    public void RemoveDistribution(string name)
    {
        foreach (string folder in Directory.EnumerateDirectories(
            At(".venv/lib/python3.12/site-packages"), name.Replace('-', '_') + "-*"))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose()
    {
        if (_isOwnFolder)
        {
            TempFolder.Delete(Volume);
        }
    }

    private void MakeComfyUi()
    {
        Write("main.py", "print('ComfyUI')\n");
        Write("folder_paths.py", "\n");
        Write("comfyui_version.py", "# made\n__version__ = \"0.3.76\"\n");
        Write("requirements.txt", "torch\nnumpy>=1.25.0\naiohttp>=3.11.8 # web\npywin32; sys_platform == 'win32'\n");
        Write(".gitignore", "/models/\n/custom_nodes/\n/.venv/\n/extra_model_paths.yaml\n");
        Write("models/checkpoints/put_checkpoints_here", "");
        Git(Root, "init", "--quiet");
        Git(Root, "add", "-A");
        Git(Root, "commit", "--quiet", "-m", "ComfyUI");
        Git(Root, "remote", "add", "origin", "https://github.com/comfyanonymous/ComfyUI.git");
        Commits["comfyanonymous/ComfyUI"] = Git(Root, "rev-parse", "HEAD");
    }

    private void AddVenv()
    {
        Write(".venv/pyvenv.cfg", "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.12.3\n");
        AddDistribution("torch", "2.8.0+cu128");
        AddDistribution("numpy", "2.1.3");
        AddDistribution("aiohttp", "3.12.0");
        AddDistribution("gguf", "0.17.1", "Requires-Dist: numpy>=1.17\nRequires-Dist: pyside6; extra == \"gui\"\n");
    }
}
