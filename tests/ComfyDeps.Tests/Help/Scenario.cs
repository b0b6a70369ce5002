using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.ComfyUi;
using ComfyDeps.TestServers.Files;
using ComfyDeps.TestServers.Git;
using ComfyDeps.TestServers.Seeding;

namespace ComfyDeps.Tests.Help;

/// <summary>
/// Where the examples of the pages are at home: for each page a folder with some workflows and a ComfyUI; the services,
/// with what the catalog leads to; a running ComfyUI. What a page needs besides is made by the script of its name in
/// Scenes.
/// </summary>
internal sealed class Scenario : IDisposable
{
    /// <summary>What the pages call the running ComfyUI.</summary>
    private const string Server = "https://my-pod-8188.proxy.runpod.net";

    /// <summary>What they call a git host with mirrors.</summary>
    private const string GitHost = "https://git.example.com";

    private readonly StandIns _services;
    private readonly ComfyUiStandIn _server = new() { Manager = ManagerKind.V4 };

    internal Scenario(StandIns services)
    {
        _services = services;
        services.Fill(CatalogSeed.Extend(
            Path.Join(Repository.Root, "registry", "catalog"),
            SeedFile.Read(Path.Join(AppContext.BaseDirectory, "seed", "services.json"))));
        foreach (StandIn service in services.All.Append(_server))
        {
            service.IsStrict = false;
        }

        GitRepository comfy = services.Git.Add("comfyanonymous/ComfyUI");
        comfy.Tag("v0.3.76", comfy.Commit());
        _server.Packs.Add(new ServedPack { Folder = "RES4LYF", Version = "1.2.0", RegistryId = "res4lyf" });
        _server.Models["vae"] = ["ae.safetensors"];
    }

    /// <summary>A short path: what is printed is cut by its length.</summary>
    internal string Root { get; } = Directory.CreateTempSubdirectory("cd").FullName;

    public void Dispose()
    {
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        TempFolder.Delete(Root);
    }

    /// <summary>A folder as that of a user: nothing is looked for above it.</summary>
    internal string CreateFolder(string name, bool hasComfyUi)
    {
        string folder = Path.Join(Root, name);
        Directory.CreateDirectory(Path.Join(folder, ".git"));
        Directory.CreateDirectory(Path.Join(folder, "workflows"));
        foreach (string file in (string[])["ui/portrait.json", "ui/video-with-subgraph.json", "api/product-shot.json"])
        {
            File.Copy(
                Path.Join(Repository.Root, "samples", file), Path.Join(folder, "workflows", Path.GetFileName(file)));
        }

        if (hasComfyUi)
        {
            AddComfyUi(folder, "0.3.76", ("res4lyf", "1.2.0"));
        }

        return folder;
    }

    /// <summary>A ComfyUI in a folder, with packs from the Comfy Registry and one model file.</summary>
    internal static void AddComfyUi(string folder, string version, params (string Id, string Version)[] packs)
    {
        string root = Path.Join(folder, "ComfyUI");
        Write(Path.Join(root, "main.py"), "print('ComfyUI')\n");
        Write(Path.Join(root, "folder_paths.py"), "\n");
        Write(Path.Join(root, "comfyui_version.py"), $"__version__ = \"{version}\"\n");
        Write(
            Path.Join(root, ".venv", "pyvenv.cfg"),
            "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.12.3\n");
        Write(
            Path.Join(root, ".venv/lib/python3.12/site-packages/torch-2.8.0.dist-info/METADATA"),
            "Metadata-Version: 2.1\nName: torch\nVersion: 2.8.0\n");
        Directory.CreateDirectory(Path.Join(root, "models", "vae"));
        File.WriteAllBytes(Path.Join(root, "models", "vae", "ae.safetensors"), ServedFile.Weights("ae.safetensors"));
        foreach ((string id, string of) in packs)
        {
            string pack = Path.Join(root, "custom_nodes", id);
            Write(Path.Join(pack, "__init__.py"), "NODE_CLASS_MAPPINGS = {}\n");
            Write(
                Path.Join(pack, "pyproject.toml"),
                $"[project]\nname = \"{id}\"\nversion = \"{of}\"\n\n[tool.comfy]\nPublisherId = \"someone\"\n");
            Write(Path.Join(pack, ".tracking"), "__init__.py\npyproject.toml");
        }
    }

    /// <summary>The addresses of the pages in the place of those of this machine, or the other way round.</summary>
    internal string ToThisMachine(string typed)
        => typed
            .Replace(Server, _server.Address, StringComparison.Ordinal)
            .Replace(GitHost, _services.Git.Address, StringComparison.Ordinal);

    internal string ToThePage(string shown)
        => Regex.Replace(
            shown
                .Replace(_server.Address, Server, StringComparison.Ordinal)
                .Replace(_services.Git.Address, GitHost, StringComparison.Ordinal),
            $"{Regex.Escape(Root)}/[0-9]{{2}}(?![0-9])", "/home/me");

    /// <summary>What a shell needs to be among these services.</summary>
    internal Dictionary<string, string> Variables() => new(_services.Variables) { ["COLUMNS"] = "80" };

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
