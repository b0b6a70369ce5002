using System;
using System.Collections.Immutable;
using ComfyDeps.Registry;

namespace ComfyDeps.Core.Tests.Registry;

public sealed class RegistryLookupTests
{
    private static readonly PinSource s_hub = new() { Kind = SourceKind.HuggingFace, Repository = "owner/name" };

    private static readonly RegistryLookup s_lookup = new(new RegistryDocument
    {
        Decisions = new RegistryDecisions
        {
            Classes = Table(("Decided", "owner/pack"), ("DecidedElsewhere", "not/there")),
        },
        Nodes = Table(
            ("owner/pack", Pack("https://github.com/Owner/Pack", "Shared", "Own")),
            ("other", Pack("https://github.com/other/repo", "Shared", "Other Class"))),
        Models = Table(
            ("vae/ae.safetensors", new ModelEntry { Source = s_hub, Aliases = ["vae/flux/ae.safetensors"] }),
            ("loras/same.safetensors", new ModelEntry { Source = s_hub }),
            ("vae/same.safetensors", new ModelEntry { Source = s_hub }),
            ("insightface/models/antelopev2", new ModelEntry
            {
                Source = s_hub,
                Files = Table(("scrfd_10g_bnkps.onnx", new ModelFile(1, null))),
            })),
    });

    [Theory]
    [InlineData("owner/pack", null, null, "owner/pack")]
    [InlineData("unknown", null, null, null)]
    [InlineData(null, "git@github.com:owner/pack.git", null, "owner/pack")]
    [InlineData("registry-id", "https://github.com/OWNER/PACK", null, "owner/pack")]
    [InlineData(null, null, "Other Class", "other")]
    [InlineData(null, null, "other class", null)]
    [InlineData(null, null, "Shared", null)]
    [InlineData("other", null, "Shared", "other")]
    [InlineData("other", null, "Decided", "owner/pack")]
    [InlineData("other", null, "DecidedElsewhere", null)]
    [InlineData(null, null, null, null)]
    public void FindsThePackByDecisionIdAddressOrClass(string? id, string? url, string? nodeClass, string? expected)
        => Assert.Equal(expected, s_lookup.FindPack(id, url, nodeClass));

    [Theory]
    [InlineData("vae", "ae.safetensors", "vae/ae.safetensors")]
    [InlineData("vae", "flux\\ae.safetensors", "vae/ae.safetensors")]
    [InlineData("vae", "sdxl/ae.safetensors", null)]
    [InlineData("loras", "ae.safetensors", null)]
    [InlineData(null, "ae.safetensors", "vae/ae.safetensors")]
    [InlineData(null, "flux/ae.safetensors", "vae/ae.safetensors")]
    [InlineData(null, "e.safetensors", null)]
    [InlineData(null, "same.safetensors", null)]
    [InlineData(null, "loras/same.safetensors", "loras/same.safetensors")]
    [InlineData("insightface/models", "antelopev2", "insightface/models/antelopev2")]
    [InlineData("insightface/models/antelopev2", "scrfd_10g_bnkps.onnx", "insightface/models/antelopev2")]
    public void FindsTheModelForJustThatPlace(string? folder, string name, string? expected)
        => Assert.Equal(expected, s_lookup.FindModel(folder, name));

    [Fact]
    public void FindsWhatAnyObjectOfThePipelineIsAbout()
    {
        Assert.Equal((DependencyKind.Node, "other"), s_lookup.FindAny(new NodePack { Name = "other" }));
        Assert.Equal(
            (DependencyKind.Node, "owner/pack"),
            s_lookup.FindAny(
                new InstalledItem
                {
                    Kind = DependencyKind.Node,
                    Name = "Pack",
                    Environment = "/x",
                    Url = new Uri("https://github.com/owner/pack"),
                }));
        Assert.Equal(
            (DependencyKind.Model, "vae/same.safetensors"),
            s_lookup.FindAny(
                new RegistryEntry
                {
                    Kind = DependencyKind.Model,
                    Name = "vae/same.safetensors",
                    VerificationStatus = VerificationStatus.Verified,
                }));
        Assert.Null(
            s_lookup.FindAny(new InstalledItem { Kind = DependencyKind.Python, Name = "other", Environment = "/x" }));
        Assert.Null(s_lookup.FindAny("other"));
    }

    private static NodeEntry Pack(string url, params string[] classes)
        => new() { Source = new PinSource { Kind = SourceKind.Git, Url = url }, Classes = [.. classes] };

    private static ImmutableSortedDictionary<string, T> Table<T>(params (string Name, T Value)[] entries)
    {
        ImmutableSortedDictionary<string, T>.Builder builder = ImmutableSortedDictionary.CreateBuilder<string, T>(
            StringComparer.Ordinal);
        foreach ((string name, T value) in entries)
        {
            builder.Add(name, value);
        }

        return builder.ToImmutable();
    }
}
