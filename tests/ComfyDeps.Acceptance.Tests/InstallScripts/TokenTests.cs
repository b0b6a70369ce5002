using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Civitai;
using ComfyDeps.TestServers.Git;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>
/// What needs a login: the token goes to its own host, over no redirect, onto no command line; nobody is asked for one.
/// </summary>
public sealed class TokenTests
{
    private const string Lora = "loras/secret.safetensors";
    private const string Token = "SecretTokenThatNobodySees";

    [Fact]
    public async Task ACivitaiTokenGoesToItsHostAloneAndStandsOnNoCommandLine()
    {
        await using Pod pod = new();
        await using CivitaiStandIn civitai = new();
        byte[] content = TestServers.Files.ServedFile.Weights(Lora, 40_000);
        civitai.Versions.Add(new CivitaiVersion { Id = 22, ModelId = 2, NeedsLogin = true, Files =
            [new CivitaiFile { Id = 7, Name = "secret.safetensors", Content = content }] });
        civitai.Tokens.Add(Token);
        pod.Variables["COMFYDEPS_CIVITAI_URL"] = civitai.Address;
        pod.Variables["CIVITAI_API_TOKEN"] = null;
        pod.Contents[Lora] = content;
        pod.AddModel(Lora, new ModelEntry
        {
            Sha256 = civitai.Versions[0].Files[0].Sha256,
            Size = content.Length,
            Source = new PinSource { Kind = SourceKind.Civitai, ModelVersionId = 22, FileId = 7 },
            Verification = new PinVerification { Status = VerificationStatus.Verified },
        });
        pod.AddModel("loras/other.safetensors");
        pod.AddHubModel("loras/hub.safetensors", "org/open", "hub.safetensors");
        (await pod.InstallAsync()).Failed((Lora, "set CIVITAI_API_TOKEN"));

        pod.Variables["CIVITAI_API_TOKEN"] = Token;
        civitai.Storage.BytesPerSecond = 20_000;
        (ScriptResult result, string seen) = await WatchAsync(pod.RunAsync("--force"));
        result.Succeeded();
        Installed.AssertModels(pod);
        Assert.True(civitai.Requests.Saw(Token));
        Assert.All(
            (StandIn[])[civitai.Storage, pod.Files, pod.Hub, pod.Hub.Cdn, pod.Registry, pod.Git],
            static other => Assert.False(other.Requests.Saw(Token)));
        Assert.NotEmpty(civitai.Storage.Requests.All);
        Assert.Contains("curl", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, seen + result.Output + await ReportAsync(pod), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGitHubTokenIsGivenToGitHubAloneAndStandsOnNoCommandLine()
    {
        await using Pod pod = new();
        await using GitStandIn elsewhere = new();
        await using HttpsProxy proxy = Behind(pod, elsewhere);
        pod.AddGitPack("owner/Private");
        pod.AddGitPack("owner/Public");
        pod.Git.Tokens["owner/Private"] = Token;
        elsewhere.Add("owner/Other").CommitFiles(new Dictionary<string, string> { ["__init__.py"] = "" });
        pod.Pin("owner/other", pod.Document.Nodes["owner/public"] with
        {
            Directory = "Other",
            Source = new PinSource
            {
                Kind = SourceKind.Git,
                Url = "https://git.example.org/owner/Other",
                Commit = await TipAsync(elsewhere, "owner/Other"),
            },
        });
        elsewhere.Tokens["owner/Closed"] = "another";
        elsewhere.Add("owner/Closed").CommitFiles(new Dictionary<string, string> { ["__init__.py"] = "" });
        pod.Pin("owner/closed", pod.Document.Nodes["owner/public"] with
        {
            Directory = "Closed",
            Source = new PinSource
            {
                Kind = SourceKind.Git,
                Url = "https://git.example.org/owner/Closed",
                Commit = await TipAsync(elsewhere, "owner/Closed"),
            },
        });
        (await pod.InstallAsync()).Failed(
            ("owner/private", "there is no such repository, or it is private (set GITHUB_TOKEN"),
            ("owner/closed", "give git a credential helper for it"));

        pod.Variables["GITHUB_TOKEN"] = Token;
        (ScriptResult result, string seen) = await WatchAsync(pod.RunAsync());
        result.Failed(("owner/closed", "give git a credential helper for it"));
        Assert.Equal("installed", result["owner/private"].Status);
        Assert.Equal(
            pod.Document.Nodes["owner/private"].Source.Commit,
            await Installed.HeadAsync(Path.Join(pod.CustomNodes, "Private")));
        string sent = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes("x-access-token:" + Token));
        Assert.True(pod.Git.Requests.Saw(sent));
        Assert.False(elsewhere.Requests.Saw(sent));
        Assert.False(elsewhere.Requests.Saw(Token));
        Assert.Contains("git", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, seen + result.Output + await ReportAsync(pod), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Token,
            await File.ReadAllTextAsync(
                Path.Join(pod.CustomNodes, "Private", ".git", "config"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);

        // One that may not read it is another cause than none.
        pod.Variables["GITHUB_TOKEN"] = "wrong";
        TempFolder.Delete(Path.Join(pod.CustomNodes, "Private"));
        Assert.Contains(
            "GITHUB_TOKEN may not read it",
            (await pod.RunAsync("--only", "owner/private")).Failed(
                ("owner/private", "is private"))["owner/private"].Cause,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCredentialHelperOfTheUserIsAskedAndNobodyElse()
    {
        await using Pod pod = new();
        pod.AddGitPack("owner/Private");
        pod.Git.Tokens["owner/Private"] = Token;

        // A program that would ask on a terminal, or in a window, would hang where nobody is.
        Programs.Add(pod, "asks", $"#!/bin/sh\ntouch {pod.Root}/asked\nsleep 600");
        pod.Variables["GIT_ASKPASS"] = pod.Variables["SSH_ASKPASS"] = Path.Join(pod.Root, "bin", "asks");
        (await pod.InstallAsync()).Failed(("owner/private", "is private"));
        Assert.False(File.Exists(Path.Join(pod.Root, "asked")));

        pod.Variables["GIT_CONFIG_COUNT"] = "2";
        pod.Variables["GIT_CONFIG_KEY_1"] = "credential.helper";
        pod.Variables["GIT_CONFIG_VALUE_1"] =
            "!f() { test \"$1\" = get && echo username=x-access-token && echo \"password=$MY_OWN\"; }; f";
        pod.Variables["MY_OWN"] = Token;
        (await pod.RunAsync()).Succeeded();
        await Installed.AssertCompleteAsync(pod);
    }

    /// <summary>Leads the pod to its services under their real names.</summary>
    private static HttpsProxy Behind(Pod pod, GitStandIn elsewhere)
    {
        HttpsProxy proxy = new(("github.com", pod.Git), ("git.example.org", elsewhere));
        string certificates = Path.Join(pod.Root, "certificates.pem");
        File.WriteAllText(certificates, proxy.CertificatesPem);
        pod.Variables["GIT_CONFIG_COUNT"] = null;
        pod.Variables["GIT_SSL_CAINFO"] = certificates;
        pod.Variables["https_proxy"] = proxy.Address;
        pod.Variables["no_proxy"] = "127.0.0.1";
        return proxy;
    }

    private static async Task<string> TipAsync(GitStandIn git, string name)
        => (await Installed.GitAsync(git.Repository(name).Folder, "rev-parse", "main")).Trim();

    private static Task<string> ReportAsync(Pod pod)
        => File.ReadAllTextAsync(pod.Report, TestContext.Current.CancellationToken);

    /// <summary>Every command line that was to be seen while a script ran.</summary>
    private static async Task<(ScriptResult Result, string Seen)> WatchAsync(Task<ScriptResult> running)
    {
        string seen = "";
        while (!running.IsCompleted)
        {
            seen += CommandLines.All();
            await Task.Delay(20, CancellationToken.None);
        }

        return (await running, seen);
    }
}
