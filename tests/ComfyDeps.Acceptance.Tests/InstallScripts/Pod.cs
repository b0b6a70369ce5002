using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using ComfyDeps.Planning;
using ComfyDeps.Registry;
using ComfyDeps.Rendering;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.Files;
using ComfyDeps.TestServers.Git;
using ComfyDeps.TestServers.HuggingFace;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>
/// A folder laid out as a pod with ComfyUI, the services it fetches from, and a registry to install on it.
/// </summary>
internal sealed class Pod : IAsyncDisposable
{
    private static readonly PinVerification s_verified = new()
    {
        CheckedAt = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero),
        Status = VerificationStatus.Verified,
    };

    /// <summary>Starts the services and makes the folders.</summary>
    public Pod()
    {
        Tool.Need("git", "git");
        Tool.Need("curl", "curl");
        Registry.LeavesDownloadUrlsOutOfLists = true;
        foreach (string folder in (string[])["custom_nodes", "models", "comfy"])
        {
            Directory.CreateDirectory(Path.Join(ComfyUi, folder));
        }

        File.WriteAllText(Path.Join(ComfyUi, "main.py"), "");
        File.WriteAllText(Path.Join(ComfyUi, "folder_paths.py"), "");
        Variables["GIT_CONFIG_COUNT"] = "1";
        Variables["GIT_CONFIG_KEY_0"] = $"url.{Git.Address}/.insteadOf";
        Variables["GIT_CONFIG_VALUE_0"] = "https://github.com/";
        Variables["HF_ENDPOINT"] = Hub.Address;
        Variables["COMFYDEPS_COMFY_REGISTRY_URL"] = Registry.Address;
        Variables["HF_TOKEN"] = null;
        Variables["GITHUB_TOKEN"] = null;
        Variables["VIRTUAL_ENV"] = null;
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("comfydeps-pod-").FullName;

    public string ComfyUi => Path.Join(Root, "ComfyUI");

    public string CustomNodes => Path.Join(ComfyUi, "custom_nodes");

    public string Models => Path.Join(ComfyUi, "models");

    public string Script => Path.Join(Root, "install.sh");

    public string Report => Path.Join(Root, "report.json");

    public GitStandIn Git { get; } = new();

    public FileStandIn Files { get; } = new();

    public HuggingFaceStandIn Hub { get; } = new();

    public ComfyRegistryStandIn Registry { get; } = new();

    /// <summary>What the script's process is told besides what this one has; null takes away.</summary>
    public Dictionary<string, string?> Variables { get; } = new(StringComparer.Ordinal);

    public string Python { get; set; } = File.Exists("/usr/bin/python3")
        ? "/usr/bin/python3"
        : Tool.Need("python3", "python3");

    /// <summary>The registry that the script is made of.</summary>
    public RegistryDocument Document { get; set; } = new();

    /// <summary>What the test put on the servers: place under the models folder to content.</summary>
    public Dictionary<string, byte[]> Contents { get; } = new(StringComparer.Ordinal);

    public ConstraintsText? Constraints { get; set; }

    public async ValueTask DisposeAsync()
    {
        await Git.DisposeAsync();
        await Files.DisposeAsync();
        await Hub.DisposeAsync();
        await Registry.DisposeAsync();
        TempFolder.Delete(Root);
    }

    /// <summary>Puts a pack into a git repository and into the registry at its newest commit.</summary>
    public GitRepository AddGitPack(string name, params (string Path, string Content)[] files)
    {
        GitRepository repository = Git.Add(name);
        repository.CommitFiles(FilesOf(name, files));
        string commit = repository.CommitFiles(FilesOf(name, [.. files, ("later.py", "later = True\n")]));
        Pin(name.ToLowerInvariant(), new NodeEntry
        {
            Classes = [name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..] + "Loader"],
            Source = new PinSource { Kind = SourceKind.Git, Url = "https://github.com/" + name, Commit = commit },
            Verification = s_verified,
        });
        return repository;
    }

    /// <summary>Puts a version of a pack into the Comfy Registry and into the registry.</summary>
    public RegistryPack AddRegistryPack(string id, string version, params string[] requirements)
    {
        RegistryPack pack = new()
        {
            Id = id,
            Repository = "https://github.com/someone/" + id,
            Versions = { new RegistryVersion { Version = version, Dependencies = requirements } },
        };
        Registry.Packs.Add(pack);
        Pin(id, new NodeEntry
        {
            Source = new PinSource
            {
                Kind = SourceKind.ComfyRegistry,
                Id = id,
                Version = version,
                Url = pack.Repository,
            },
            Verification = s_verified,
        });
        return pack;
    }

    /// <summary>Puts a file on a plain server and into the registry.</summary>
    public ModelEntry AddModel(string place, int size = 20_000, ServedFile? served = null, params string[] aliases)
    {
        byte[] content = served?.Content ?? ServedFile.Weights(place, size);
        string path = "/files/" + string.Join('/', place.Split('/').Select(Uri.EscapeDataString));
        Uri address = Files.Add(path, served ?? new ServedFile { Content = content, ETag = "\"v1\"" });
        foreach (string one in (string[])[place, .. aliases])
        {
            Contents[one] = content;
        }

        return AddModel(place, new ModelEntry
        {
            Aliases = [.. aliases],
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
            Size = content.Length,
            Source = new PinSource { Kind = SourceKind.Url, Url = address.OriginalString },
            Verification = s_verified,
        });
    }

    /// <summary>Puts a file into a repository of the Hub and into the registry.</summary>
    public ModelEntry AddHubModel(string place, string repository, string file, string? gated = null, int size = 20_000)
    {
        HubFile content = HubFile.Large(file, size);
        HubRevision revision = new() { Commit = HubRepository.CommitOf(repository), Files = [content] };
        Hub.Repositories.Add(new HubRepository { Id = repository, Gated = gated, Revisions = { revision } });
        Contents[place] = content.Content!;
        return AddModel(place, new ModelEntry
        {
            Gated = gated is not null,
            Sha256 = content.Sha256,
            Size = content.Size,
            Source = new PinSource
            {
                Kind = SourceKind.HuggingFace,
                Repository = repository,
                Commit = revision.Commit,
                File = file,
            },
            Verification = s_verified,
        });
    }

    public ModelEntry AddModel(string place, ModelEntry entry)
    {
        Document = Document with { Models = Document.Models.SetItem(place, entry) };
        return entry;
    }

    public void Pin(string id, NodeEntry entry)
        => Document = Document with { Nodes = Document.Nodes.SetItem(id, entry) };

    /// <summary>Moves a git pin.</summary>
    public void Move(string id, string commit)
    {
        NodeEntry entry = Document.Nodes[id];
        Pin(id, entry with { Source = entry.Source with { Commit = commit } });
    }

    /// <summary>Writes the script for the registry as it is now.</summary>
    public string Write(InstallTarget target = InstallTarget.Pod, bool allowUnverified = false)
    {
        PlanRequest request = new()
        {
            AllowUnverified = allowUnverified,
            Only = target == InstallTarget.Serverless ? DependencyKind.Model : null,
        };
        InstallScript script = new()
        {
            Plan = InstallPlanner.Make(Document, request),
            Target = target,
            RegistrySha256 = new string('a', 64),
            Version = "0.0.1",
            Constraints = Constraints,
        };
        File.WriteAllText(Script, InstallScriptRenderer.Render(script));
        return Script;
    }

    /// <summary>Writes the script and runs it.</summary>
    public Task<ScriptResult> InstallAsync(params string[] options)
    {
        Write();
        return RunAsync(options);
    }

    /// <summary>Runs the script that was written last.</summary>
    public async Task<ScriptResult> RunAsync(params string[] options)
    {
        File.Delete(Report);
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromMinutes(5));
        BufferedCommandResult result = await Prepare(options).ExecuteBufferedAsync(Encoding.UTF8, late.Token);
        string output = result.StandardOutput + result.StandardError;
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        return new ScriptResult(result.ExitCode, output, File.Exists(Report) ? ScriptResult.ReadItems(Report) : []);
    }

    /// <summary>The command that runs the script.</summary>
    public Command Prepare(params string[] options)
        => Cli.Wrap(Tool.Need("bash", "bash"))
            .WithArguments(
                [Script, "--comfyui", ComfyUi, "--python", Python, "--json", Report, "--timeout", "5", .. options])
            .WithWorkingDirectory(Root)
            .WithEnvironmentVariables(Variables)
            .WithValidation(CommandResultValidation.None);

    private static SortedDictionary<string, string> FilesOf(string name, (string Path, string Content)[] files)
    {
        SortedDictionary<string, string> all = new(StringComparer.Ordinal)
        {
            ["__init__.py"] = $"NODE_CLASS_MAPPINGS = {{}}\n# {name}\n",
            ["nodes/loader.py"] = "class Loader: pass\n",
        };
        foreach ((string path, string content) in files)
        {
            all[path] = content;
        }

        return all;
    }
}
