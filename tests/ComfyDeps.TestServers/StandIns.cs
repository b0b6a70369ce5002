using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.TestServers.Civitai;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.ComfyUi;
using ComfyDeps.TestServers.Files;
using ComfyDeps.TestServers.Git;
using ComfyDeps.TestServers.GitHub;
using ComfyDeps.TestServers.HuggingFace;
using ComfyDeps.TestServers.Images;
using ComfyDeps.TestServers.Manager;
using ComfyDeps.TestServers.Seeding;

namespace ComfyDeps.TestServers;

/// <summary>All the services together, each on its port, with the variables that point the module to them.</summary>
public sealed class StandIns : IAsyncDisposable
{
    private readonly StandIn[] _all;

    /// <summary>Starts the services.</summary>
    /// <param name="port">The first of the ports to listen on; 0 for any free ones.</param>
    public StandIns(int port = 0)
    {
        int Port(int number) => port == 0 ? 0 : port + number;
        ComfyRegistry = new ComfyRegistryStandIn(Port(0));
        HuggingFace = new HuggingFaceStandIn(Port(1));
        Civitai = new CivitaiStandIn(Port(2));
        Images = new ImageRegistryStandIn(Port(3));
        Manager = new FileStandIn("ComfyUI-Manager's lists", Port(4));
        Files = new FileStandIn(port: Port(5));
        Git = new GitStandIn(Port(6));
        GitHub = new GitHubStandIn(Port(7));
        ComfyUi = new ComfyUiStandIn(Port(8));
        _all = [ComfyRegistry, HuggingFace, Civitai, Images, Manager, Files, Git, GitHub, ComfyUi];
    }

    public ComfyRegistryStandIn ComfyRegistry { get; }

    public HuggingFaceStandIn HuggingFace { get; }

    public CivitaiStandIn Civitai { get; }

    public ImageRegistryStandIn Images { get; }

    public FileStandIn Manager { get; }

    public FileStandIn Files { get; }

    public GitStandIn Git { get; }

    public GitHubStandIn GitHub { get; }

    /// <summary>A running ComfyUI with the packs and models of the seed.</summary>
    public ComfyUiStandIn ComfyUi { get; }

    public IReadOnlyList<StandIn> All => _all;

    /// <summary>The environment variables that send the module here instead of to the services.</summary>
    public IReadOnlyDictionary<string, string> Variables => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["COMFYDEPS_CIVITAI_URL"] = Civitai.Address,
        ["COMFYDEPS_COMFY_REGISTRY_URL"] = ComfyRegistry.Address,
        ["COMFYDEPS_GITHUB_API_URL"] = GitHub.Address,
        ["COMFYDEPS_GITHUB_URL"] = Git.Address,
        ["COMFYDEPS_IMAGE_REGISTRY_URL"] = Images.Address,
        ["COMFYDEPS_MANAGER_URL"] = Manager.Address,
        ["GIT_CONFIG_COUNT"] = "1",
        ["GIT_CONFIG_KEY_0"] = $"url.{Git.Address}/.insteadOf",
        ["GIT_CONFIG_VALUE_0"] = "https://github.com/",
        ["HF_ENDPOINT"] = HuggingFace.Address,
    };

    /// <summary>Gives the services what a seed says.</summary>
    public void Fill(SeedFile seed)
    {
        foreach (SeedPack pack in seed.Packs)
        {
            ComfyRegistry.Packs.Add(SeedState.ToPack(pack));
            ComfyUi.Packs.Add(SeedState.ToInstalled(pack));
            foreach (ServedClass served in SeedState.ToClasses(pack)
                .Where(served => !seed.CoreClasses.Contains(served.Name)))
            {
                ComfyUi.Classes.Add(served);
            }
        }

        List<(string Folder, string FileName, string Url)> models = [];
        foreach (SeedRepository repository in seed.Repositories)
        {
            HuggingFace.Repositories.Add(SeedState.ToRepository(repository));
            foreach (string path in repository.Files)
            {
                models.Add(
                    ("default", path.Split('/')[^1], $"https://huggingface.co/{repository.Id}/resolve/main/{path}"));
            }
        }

        AddLoaders([.. models.Select(model => model.FileName).Distinct()], seed.CoreClasses);
        foreach (SeedCivitaiVersion version in seed.Civitai)
        {
            Civitai.Versions.Add(SeedState.ToVersion(version));
        }

        foreach (SeedImage image in seed.Images)
        {
            foreach (ImageTag tag in SeedState.ToImages(image))
            {
                Images.Images.Add(tag);
            }
        }

        foreach (string repository in seed.GitRepositories)
        {
            AddRepository(repository, seed);
        }

        ManagerLists.AddTo(Manager, ComfyRegistry.Packs, models, [.. seed.CoreClasses]);
    }

    /// <summary>Gives the running ComfyUI its own classes, and two loaders that offer the models.</summary>
    private void AddLoaders(IReadOnlyList<string> files, IReadOnlyList<string> coreClasses)
    {
        string[] loras = [.. files.Where(file => file.Contains("lora", StringComparison.OrdinalIgnoreCase))];
        string[] others = [.. files.Except(loras)];
        ComfyUi.Models["checkpoints"] = others;
        ComfyUi.Models["loras"] = loras;
        foreach (string name in coreClasses)
        {
            ComfyUi.Classes.Add(name switch
            {
                "CheckpointLoaderSimple" => new ServedClass { Name = name, Required =
                    [ServedInput.OldCombo("ckpt_name", others)] },
                "LoraLoader" => new ServedClass { Name = name, Required = [ServedInput.NewCombo("lora_name", loras)] },
                _ => new ServedClass { Name = name },
            });
        }
    }

    /// <summary>
    /// Makes a repository with a tagged commit for each version of its pack and each tag of its own, and one commit
    /// after them.
    /// </summary>
    private void AddRepository(string name, SeedFile seed)
    {
        GitRepository repository = Git.Add(name);
        GitHubRepositoryData data = new() { Id = GitHub.Repositories.Count + 1, FullName = name };
        IEnumerable<string> versions = seed.Packs
            .Where(pack => pack.Repository.Equals("https://github.com/" + name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(static pack => pack.Versions)
            .Select(static version => "v" + version);
        foreach (string tag in versions.Concat(seed.GitTags.GetValueOrDefault(name) ?? []))
        {
            string commit = repository.Commit(message: "Release " + tag.TrimStart('v'));
            repository.Tag(tag, commit);
            data.Tags.Add((tag, commit));
            data.Commits[commit] = "behind";
        }

        string head = repository.Commit(message: "Go on");
        data.Branches.Add(("main", head));
        data.Commits[head] = "identical";
        GitHub.Repositories.Add(data);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (StandIn one in _all)
        {
            await one.DisposeAsync();
        }
    }
}
