using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using ComfyDeps.TestServers.Civitai;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.Files;
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
        _all = [ComfyRegistry, HuggingFace, Civitai, Images, Manager, Files];
    }

    public ComfyRegistryStandIn ComfyRegistry { get; }

    public HuggingFaceStandIn HuggingFace { get; }

    public CivitaiStandIn Civitai { get; }

    public ImageRegistryStandIn Images { get; }

    public FileStandIn Manager { get; }

    public FileStandIn Files { get; }

    public IReadOnlyList<StandIn> All => _all;

    /// <summary>The environment variables that send the module here instead of to the services.</summary>
    public IReadOnlyDictionary<string, string> Variables => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["COMFYDEPS_CIVITAI_URL"] = Civitai.Address,
        ["COMFYDEPS_COMFY_REGISTRY_URL"] = ComfyRegistry.Address,
        ["COMFYDEPS_IMAGE_REGISTRY_URL"] = Images.Address,
        ["COMFYDEPS_MANAGER_URL"] = Manager.Address,
        ["HF_ENDPOINT"] = HuggingFace.Address,
    };

    /// <summary>Gives the services what a seed says.</summary>
    public void Fill(SeedFile seed)
    {
        foreach (SeedPack pack in seed.Packs)
        {
            ComfyRegistry.Packs.Add(SeedState.ToPack(pack));
        }

        List<(string Folder, string FileName, string Url)> models = [];
        foreach (SeedRepository repository in seed.Repositories)
        {
            HuggingFace.Repositories.Add(SeedState.ToRepository(repository));
            foreach (string path in repository.Files)
            {
                models.Add(("default", path.Split('/')[^1], $"https://huggingface.co/{repository.Id}/resolve/main/{path}"));
            }
        }

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

        ManagerLists.AddTo(Manager, ComfyRegistry.Packs, models, "KSampler", "SaveImage");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (StandIn one in _all)
        {
            await one.DisposeAsync();
        }
    }
}
