using System;
using ComfyDeps.Core.Tests.Planning;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Operations;
using ComfyDeps.Planning;
using ComfyDeps.Registry;
using ComfyDeps.Rendering;

namespace ComfyDeps.Core.Tests.Rendering;

/// <summary>The script as people review it, kept under tests/fixtures/golden.</summary>
public sealed class InstallScriptRendererTests
{
    [Fact]
    public void APodsScriptIsWhatTheGoldenFileSays()
        => GoldenFile.AssertIs("install-pod.sh", Render(InstallTarget.Pod));

    [Fact]
    public void AServerlessScriptHasModelsAlone()
    {
        string script = Render(InstallTarget.Serverless);
        Assert.Contains("TARGET='Serverless'\n", script, StringComparison.Ordinal);
        Assert.Contains("  record model 'loras/style.safetensors' ", script, StringComparison.Ordinal);
        Assert.DoesNotContain("  record git ", script, StringComparison.Ordinal);
        Assert.DoesNotContain("  record constraints ", script, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSamePlanGivesTheSameBytesAndTheMarkStandsNearTheTop()
    {
        Assert.Equal(Render(InstallTarget.Pod), Render(InstallTarget.Pod));
        Assert.Contains($"# {GeneratedFile.Mark} 0.0.1", Render(InstallTarget.Pod)[..200], StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotVerifiedIsVisibleInTheHeaderAndInTheData()
    {
        RegistryDocument document = PlannedRegistry.Make();
        document = document with
        {
            Nodes = document.Nodes.SetItem("res4lyf", document.Nodes["res4lyf"] with { Verification = null }),
        };
        string script = InstallScriptRenderer.Render(new InstallScript
        {
            Plan = InstallPlanner.Make(document, new PlanRequest { AllowUnverified = true }),
            RegistrySha256 = PlannedRegistry.Hash('a'),
            Version = "0.0.1",
        });
        Assert.Contains("# NOT VERIFIED: Node res4lyf: never asked\n", script, StringComparison.Ordinal);
        Assert.Contains("  record unverified 'Node' 'res4lyf' 'never asked'\n", script, StringComparison.Ordinal);
    }

    private static string Render(InstallTarget target) => InstallScriptRenderer.Render(new InstallScript
    {
        Plan = InstallPlanner.Make(
            PlannedRegistry.Make(),
            new PlanRequest { Only = target == InstallTarget.Serverless ? DependencyKind.Model : null }),
        Target = target,
        RegistrySha256 = PlannedRegistry.Hash('a'),
        Version = "0.0.1",
        Constraints = target == InstallTarget.Pod
            ? new ConstraintsText(PlannedRegistry.Hash('b'), "numpy==1.26.4\ntorch==2.5.1\n")
            : null,
    });
}
