using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Inspection;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Inspection;
using ComfyDeps.Inspection.Folder;
using ComfyDeps.Inspection.Models;
using ComfyDeps.Registry;
using ComfyDeps.Verification.Installed;

namespace ComfyDeps.Core.Tests.Verification.Installed;

/// <summary>An environment that is what a registry says, made once and copied for each test.</summary>
public sealed class RightPod : IAsyncLifetime
{
    private readonly ComfyTree _tree = new();
    private readonly string _copies = Directory.CreateTempSubdirectory("comfy-pods-").FullName;

    internal static readonly string[] Constraints =
    [
        "aiohttp==3.12.0",
        "gguf==0.17.1",
        "numpy==2.1.3",
        "torch==2.8.0+cu128",
    ];

    /// <summary>The registry that the environment is right by.</summary>
    internal RegistryDocument Registry { get; private set; } = new();

    public async ValueTask InitializeAsync()
    {
        File.Delete(_tree.At("custom_nodes/single_node.py"));
        IReadOnlyList<InspectedItem> items = await Looking.At(
            _tree.Root, new InspectionOptions { Hash = static _ => true });
        RegistryDocument document = new();
        Registry = document with
        {
            Environment = new RegistryEnvironment
            {
                ComfyUi = new ComfyUiPin(_tree.Commits["comfyanonymous/ComfyUI"], "0.3.76"),
            },
            Nodes = document.Nodes
                .Add("city96/comfyui-gguf", Checkout("city96/ComfyUI-GGUF", "ComfyUI-GGUF", "UnetLoaderGGUF"))
                .Add("kijai/comfyui-kjnodes", Checkout("kijai/ComfyUI-KJNodes", "comfyui-kjnodes", "INTConstant"))
                .Add("res4lyf", new NodeEntry
                {
                    Classes = ["ClownsharKSampler_Beta"],
                    Source = new PinSource
                    {
                        Kind = SourceKind.ComfyRegistry,
                        Id = "res4lyf",
                        Version = "1.0.2",
                        Url = "https://github.com/ClownsharkBatwing/RES4LYF",
                    },
                }),
            Models = items.Where(static item => item.Item.Kind == DependencyKind.Model)
                .ToImmutableSortedDictionary(
                    static item => item.Item.Name, static item => Model(item.Item), StringComparer.Ordinal),
        };
        RegistryFormat.Check(Registry, "the test's own");
    }

    public ValueTask DisposeAsync()
    {
        _tree.Dispose();
        TempFolder.Delete(_copies);
        return default;
    }

    /// <summary>A copy that a test may damage.</summary>
    internal string Copy()
    {
        string copy = Path.Join(_copies, Guid.NewGuid().ToString("n"));
        Tool.Run(_copies, "cp", "coreutils", "-a", _tree.Root, copy);
        return copy;
    }

    /// <summary>What comparing an environment gives.</summary>
    internal async Task<IReadOnlyList<VerificationResult>> TestAsync(
        string root,
        Expectations? expected = null,
        bool isQuick = false)
    {
        Expectations all = expected ?? Expectations.Of(Registry, Constraints);
        using FileHasher hasher = new();
        FolderInspector inspector = new(root, hasher);
        InspectionOptions options = new() { Hash = isQuick ? null : static _ => true, Constraints = all.Constraints };
        InstallationCheck check = new(all, new Judgement(inspector.Environment, DateTimeOffset.UnixEpoch), isQuick);
        List<VerificationResult> results = [];
        await foreach (VerificationResult result in check.RunAsync(
            inspector.InspectAsync(options, new RecordingReporter(), TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken))
        {
            results.Add(result);
        }

        return results;
    }

    private NodeEntry Checkout(string repository, string directory, string nodeClass) => new()
    {
        Classes = [nodeClass],
        Directory = directory,
        Source = new PinSource
        {
            Kind = SourceKind.Git,
            Url = $"https://github.com/{repository}",
            Commit = _tree.Commits[repository],
        },
    };

    private static ModelEntry Model(InstalledItem item) => new()
    {
        Sha256 = item.Sha256,
        Size = item.Size,
        Source = new PinSource { Kind = SourceKind.Url, Url = "https://example.com/" + item.Name },
    };
}
