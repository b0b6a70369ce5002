using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using ComfyDeps.Registry;

namespace ComfyDeps.Core.Tests.Planning;

/// <summary>A small registry with one entry of every kind of source.</summary>
internal static class PlannedRegistry
{
    internal static PinVerification Verified { get; } = new()
    {
        CheckedAt = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero),
        Status = VerificationStatus.Verified,
    };

    internal static RegistryDocument Make() => new()
    {
        Nodes = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            new KeyValuePair<string, NodeEntry>("lldacing/comfyui_pulid_flux_ll", new NodeEntry
            {
                Classes =
                [
                    "ApplyPulidFlux",
                    "PulidFluxEvaClipLoader",
                    "PulidFluxInsightFaceLoader",
                    "PulidFluxModelLoader",
                ],
                Directory = "ComfyUI_PuLID_Flux_ll",
                Requested = "main",
                Source = Git("https://github.com/lldacing/ComfyUI_PuLID_Flux_ll", 'b'),
                Verification = Verified,
            }),
            new KeyValuePair<string, NodeEntry>("res4lyf", new NodeEntry
            {
                Classes = ["ClownsharKSampler_Beta"],
                Source = new PinSource
                {
                    Kind = SourceKind.ComfyRegistry,
                    Id = "res4lyf",
                    Version = "1.2.3",
                    Url = "https://github.com/ClownsharkBatwing/RES4LYF",
                    DownloadUrl = "https://cdn.comfy.org/clownsharkbatwing/res4lyf/1.2.3/node.zip",
                    Sha256 = Hash('c'),
                },
                Verification = Verified with { Status = VerificationStatus.Manual, VerifiedBy = "ann" },
            }),
        ]),
        Models = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            new KeyValuePair<string, ModelEntry>("checkpoints/it's a model.safetensors", Model(new PinSource
            {
                Kind = SourceKind.Url,
                Url = "https://example.org/it%27s%20a%20model.safetensors",
                Mirror = "https://mirror.example.org/model",
            })),
            new KeyValuePair<string, ModelEntry>("diffusion_models/flux1-dev.safetensors", Model(new PinSource
            {
                Kind = SourceKind.HuggingFace,
                Repository = "black-forest-labs/FLUX.1-dev",
                Commit = new string('a', 40),
                File = "sub folder/flux1-dev.safetensors",
            }) with { Aliases = ["flux/flux1-dev.safetensors"], Gated = true }),
            new KeyValuePair<string, ModelEntry>("insightface/models/antelopev2", Model(new PinSource
            {
                Kind = SourceKind.HuggingFace,
                Repository = "org/antelopev2",
                Commit = new string('a', 40),
            }) with
            {
                Size = null,
                Sha256 = null,
                Files = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
                [
                    new KeyValuePair<string, ModelFile>("1k3d68.onnx", new ModelFile(143_607_619, Hash('d'))),
                    new KeyValuePair<string, ModelFile>("genderage.onnx", new ModelFile(1_322_532, Hash('e'))),
                ]),
            }),
            new KeyValuePair<string, ModelEntry>("loras/style.safetensors", Model(new PinSource
            {
                Kind = SourceKind.Civitai,
                ModelVersionId = 123456,
                FileId = 7,
            })),
        ]),
    };

    internal static string Hash(char digit) => new(digit, 64);

    internal static PinSource Git(string url, char commit)
        => new() { Kind = SourceKind.Git, Url = url, Commit = new string(commit, 40) };

    internal static ModelEntry Model(PinSource source)
        => new() { Size = 6_000_000_000, Sha256 = Hash('f'), Source = source, Verification = Verified };
}
