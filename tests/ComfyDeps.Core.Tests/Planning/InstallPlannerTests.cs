using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Planning;
using ComfyDeps.Registry;

namespace ComfyDeps.Core.Tests.Planning;

public sealed class InstallPlannerTests
{
    private const string Pulid = "lldacing/comfyui_pulid_flux_ll";
    private const string Flux = "diffusion_models/flux1-dev.safetensors";

    [Fact]
    public void EveryStepIsInOrderWithItsReason()
    {
        InstallPlan plan = InstallPlanner.Make(PlannedRegistry.Make(), new PlanRequest());
        Assert.Equal(
            [
                "lldacing/comfyui_pulid_flux_ll: for ApplyPulidFlux, PulidFluxEvaClipLoader, "
                    + "PulidFluxInsightFaceLoader and 1 more; follows main; verified 2026-11-23",
                "res4lyf: for ClownsharKSampler_Beta; verified by hand by ann 2026-11-23",
                "checkpoints/it's a model.safetensors: verified 2026-11-23",
                "diffusion_models/flux1-dev.safetensors: gated; verified 2026-11-23",
                "insightface/models/antelopev2: verified 2026-11-23",
                "insightface/models/antelopev2: verified 2026-11-23",
                "loras/style.safetensors: verified 2026-11-23",
            ],
            plan.Steps.Select(static step => $"{step.Name}: {step.Reason}"));
        Assert.Empty(plan.Unverified);
        Assert.Empty(plan.Refused);
    }

    [Fact]
    public void EveryFileHasItsPlaceAndItsAddress()
    {
        InstallPlan plan = InstallPlanner.Make(PlannedRegistry.Make(), new PlanRequest());
        Assert.Equal(
            [
                "checkpoints/it's a model.safetensors https://example.org/it%27s%20a%20model.safetensors",
                "diffusion_models/flux1-dev.safetensors "
                    + "https://huggingface.co/black-forest-labs/FLUX.1-dev/resolve/"
                    + $"{new string('a', 40)}/sub%20folder/flux1-dev.safetensors",
                "insightface/models/antelopev2/1k3d68.onnx "
                    + $"https://huggingface.co/org/antelopev2/resolve/{new string('a', 40)}/1k3d68.onnx",
                "insightface/models/antelopev2/genderage.onnx "
                    + $"https://huggingface.co/org/antelopev2/resolve/{new string('a', 40)}/genderage.onnx",
                "loras/style.safetensors https://civitai.com/api/download/models/123456?fileId=7",
            ],
            plan.Models.Select(static model => $"{model.Path} {model.Url}"));
    }

    [Fact]
    public void OnlyWhatWasChosenIsPlannedAndWhatTheRegistryLacksIsNamed()
    {
        PlanRequest request = new()
        {
            Chosen = new HashSet<(DependencyKind, string)>
            {
                (DependencyKind.Model, Flux),
                (DependencyKind.Node, Pulid),
            },
        };
        Assert.Equal(
            [Pulid, Flux], InstallPlanner.Make(PlannedRegistry.Make(), request).Steps.Select(static step => step.Name));
        Assert.Equal(
            [Flux],
            InstallPlanner.Make(PlannedRegistry.Make(), request with { Only = DependencyKind.Model }).Steps
                .Select(static step => step.Name));

        PlanRequest more = request with { Absent = [(DependencyKind.Node, "owner/unknown")] };
        ComfyDepsException error = Assert.Throws<ComfyDepsException>(
            () => InstallPlanner.Make(PlannedRegistry.Make(), more));
        Assert.Equal(ErrorCode.PinNotVerified, error.Code);
        Assert.Contains("Node 'owner/unknown' (NotInRegistry", error.Message, StringComparison.Ordinal);
        RefusedStep refused = Assert.Single(
            InstallPlanner.Make(PlannedRegistry.Make(), more with { AllowUnverified = true }).Refused);
        Assert.Equal("owner/unknown", refused.Name);
    }

    [Fact]
    public void EveryPinThatIsNotVerifiedIsNamedWithItsReason()
    {
        RegistryDocument document = PlannedRegistry.Make();
        document = document with
        {
            Nodes = document.Nodes.SetItem("res4lyf", document.Nodes["res4lyf"] with { Verification = null })
                .SetItem(
                    "owner/branch",
                    new NodeEntry
                    {
                        Source = new PinSource
                        {
                            Kind = SourceKind.Git,
                            Url = "https://github.com/owner/branch",
                            Ref = "main",
                        },
                        Verification = PlannedRegistry.Verified,
                    }),
            Models = document.Models.SetItem(Flux, document.Models[Flux] with
            {
                Verification = new PinVerification
                {
                    Status = VerificationStatus.Missing,
                    Message = "The file is gone.",
                },
            }),
        };
        ComfyDepsException error = Assert.Throws<ComfyDepsException>(
            () => InstallPlanner.Make(document, new PlanRequest()));
        Assert.Equal(ErrorCode.PinNotVerified, error.Code);
        Assert.Equal(
            "3 pins are not verified: Node 'owner/branch' (Unpinned); Node 'res4lyf' (never asked); "
                + $"Model '{Flux}' (Missing: The file is gone.).",
            error.Message);

        InstallPlan plan = InstallPlanner.Make(document, new PlanRequest { AllowUnverified = true });
        Assert.Equal(3, plan.Unverified.Length);
        Assert.Contains(
            plan.Steps,
            static step => step.Name == "res4lyf"
                && step.Reason.EndsWith("NOT VERIFIED: never asked", StringComparison.Ordinal));

        // What has no commit cannot be installed at one, allowed or not.
        Assert.Equal("it has no full commit", Assert.Single(plan.Refused).Reason);
    }

    [Fact]
    public void WhatIsKnownNowCountsAndNotWhatIsStored()
    {
        Dictionary<(DependencyKind, string), VerificationResult> results = [];
        RegistryDocument document = PlannedRegistry.Make();
        foreach (string name in document.Nodes.Keys)
        {
            results[(DependencyKind.Node, name)] = Result(DependencyKind.Node, name, VerificationStatus.Verified);
        }

        foreach (string name in document.Models.Keys)
        {
            results[(DependencyKind.Model, name)] = Result(DependencyKind.Model, name, VerificationStatus.Verified);
        }

        document = document with
        {
            Nodes = document.Nodes.SetItem("res4lyf", document.Nodes["res4lyf"] with { Verification = null }),
        };
        Assert.Empty(InstallPlanner.Make(document, new PlanRequest { Results = results }).Unverified);

        results[(DependencyKind.Node, Pulid)] = Result(DependencyKind.Node, Pulid, VerificationStatus.Undetermined);
        results.Remove((DependencyKind.Model, Flux));
        ComfyDepsException error = Assert.Throws<ComfyDepsException>(
            () => InstallPlanner.Make(document, new PlanRequest { Results = results }));
        Assert.Contains(
            $"Node '{Pulid}' (Undetermined: Told.); Model '{Flux}' (never asked)",
            error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("..")]
    [InlineData("/etc")]
    [InlineData(".hidden")]
    [InlineData("-rf")]
    [InlineData("a\nb")]
    [InlineData("x.disabled")]
    [InlineData("")]
    public void AFolderThatIsNoneUnderCustomNodesIsRefused(string directory)
    {
        RegistryDocument document = PlannedRegistry.Make();
        document = document with
        {
            Nodes = document.Nodes.SetItem(Pulid, document.Nodes[Pulid] with { Directory = directory }),
        };
        InstallPlan plan = InstallPlanner.Make(document, new PlanRequest());
        Assert.Equal(Pulid, Assert.Single(plan.Refused).Name);
        Assert.Equal(["res4lyf"], plan.Packs.Select(static pack => pack.Name));
    }

    [Theory]
    [InlineData("loras/../../outside.safetensors")]
    [InlineData("/loras/a.safetensors")]
    [InlineData("c:/loras/a.safetensors")]
    [InlineData("loras/a\u0000.safetensors")]
    [InlineData("loras\\a.safetensors")]
    public void APlaceThatIsNoneBelowTheModelsFolderIsRefused(string alias)
    {
        RegistryDocument document = PlannedRegistry.Make();
        document = document with { Models = document.Models.SetItem(Flux, document.Models[Flux] with { Aliases =
            [alias] }) };
        Assert.Equal(Flux, Assert.Single(InstallPlanner.Make(document, new PlanRequest()).Refused).Name);
    }

    [Theory]
    [InlineData("http://example.org/a")]
    [InlineData("file:///etc/passwd")]
    [InlineData("--upload-pack=touch /tmp/x")]
    [InlineData("ext::sh -c touch% /tmp/x")]
    [InlineData("https://user:secret@example.org/a")]
    [InlineData("https://example.org/a b")]
    public void AnAddressThatIsNotHttpsIsRefused(string url)
    {
        RegistryDocument document = PlannedRegistry.Make();
        document = document with
        {
            Nodes = document.Nodes.SetItem(
                Pulid, document.Nodes[Pulid] with { Source = PlannedRegistry.Git(url, 'b') }),
            Models = document.Models.SetItem(
                Flux, document.Models[Flux] with { Source = new PinSource { Kind = SourceKind.Url, Url = url } }),
        };
        Assert.Equal(
            [Pulid, Flux], InstallPlanner.Make(document, new PlanRequest()).Refused.Select(static step => step.Name));
    }

    [Fact]
    public void WhatIsInstalledDecidesWhatAStepDoes()
    {
        InstalledItem[] installed =
        [
            new()
            {
                Kind = DependencyKind.Node,
                Name = "ComfyUI_PuLID_Flux_ll",
                Environment = "pod",
                Location = "x",
                Url = new Uri("https://github.com/lldacing/ComfyUI_PuLID_Flux_ll"),
                Commit = new string('b', 40),
                Enabled = true,
            },
            new()
            {
                Kind = DependencyKind.Node,
                Name = "res4lyf",
                Environment = "pod",
                Location = "x",
                Version = "1.0.0",
                Enabled = true,
            },
            new()
            {
                Kind = DependencyKind.Model,
                Name = Flux,
                Environment = "pod",
                Location = "x",
                Sha256 = PlannedRegistry.Hash('f'),
                Enabled = true,
            },
        ];
        InstallPlan plan = InstallPlanner.Make(PlannedRegistry.Make(), new PlanRequest { Installed = installed });
        Assert.Equal(InstallAction.Keep, Step(Pulid).Action);
        Assert.StartsWith("at its pin already; ", Step(Pulid).Reason, StringComparison.Ordinal);
        Assert.Equal(InstallAction.Replace, Step("res4lyf").Action);
        Assert.StartsWith("installed is 1.0.0; ", Step("res4lyf").Reason, StringComparison.Ordinal);
        Assert.Equal(InstallAction.Keep, Step(Flux).Action);
        Assert.Equal(InstallAction.Install, Step("loras/style.safetensors").Action);

        InstallStep Step(string name) => plan.Steps.First(step => step.Name == name);
    }

    private static VerificationResult Result(DependencyKind kind, string name, VerificationStatus status)
        => new() { Kind = kind, Name = name, Status = status, Message = "Told." };
}
