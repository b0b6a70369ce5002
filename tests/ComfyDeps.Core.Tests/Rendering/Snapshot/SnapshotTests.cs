using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using ComfyDeps.Planning;
using ComfyDeps.Registry;
using ComfyDeps.Rendering.Snapshot;

namespace ComfyDeps.Core.Tests.Rendering.Snapshot;

public sealed class SnapshotTests
{
    private const string Commit = "605e64f6d3da44235498bf9103d7aab1c95ef211";

    /// <summary>As ComfyUI-Manager writes it, with everything that it can hold.</summary>
    private const string Json = """
        {
            "comfyui": "605e64f6d3da44235498bf9103d7aab1c95ef211",
            "git_custom_nodes": {
                "https://github.com/Owner/Pack": { "hash": "9b24b120061058c5b05f2d72f0aa1e49ee0ecb1d", "disabled": false },
                "https://github.com/other/off.git": { "hash": "9b24b120061058c5b05f2d72f0aa1e49ee0ecb1e", "disabled": true },
                "https://gitlab.com/a/b/packed": { "hash": "unknown", "disabled": false }
            },
            "cnr_custom_nodes": { "comfyui-impact-pack": "8.8.1", "res4lyf": "1.2.3" },
            "file_custom_nodes": [ { "filename": "websocket_image_save.py", "disabled": false }, { "filename": "old.py", "disabled": true } ],
            "pips": { "numpy==2.1.0": "", "clip": "git+https://github.com/openai/CLIP.git@dcba3cb2e2827b402d2701e7e1c7d9fed8a20ef1" }
        }
        """;

    private const string Yaml = """
        custom_nodes:
          cnr_custom_nodes:
            comfyui-impact-pack: 8.8.1
            res4lyf: 1.2.3
          comfyui: 605e64f6d3da44235498bf9103d7aab1c95ef211
          file_custom_nodes:
          - disabled: false
            filename: websocket_image_save.py
          - disabled: true
            filename: old.py
          git_custom_nodes:
            https://github.com/Owner/Pack:
              disabled: false
              hash: 9b24b120061058c5b05f2d72f0aa1e49ee0ecb1d
            https://github.com/other/off.git:
              disabled: true
              hash: 9b24b120061058c5b05f2d72f0aa1e49ee0ecb1e
            https://gitlab.com/a/b/packed:
              disabled: false
              hash: unknown
          pips:
            clip: git+https://github.com/openai/CLIP.git@dcba3cb2e2827b402d2701e7e1c7d9fed8a20ef1
            numpy==2.1.0: ''
        """;

    [Fact]
    public void BothFormsSayTheSame()
        => Assert.Equal(Written(SnapshotReader.Parse(Json, "a.json")), Written(SnapshotReader.Parse(Yaml, "a.yaml")));

    [Fact]
    public void WhatIsReadIsWrittenWithNothingLost()
    {
        JsonObject written = JsonNode.Parse(Written(SnapshotReader.Parse(Json, "a.json")))!.AsObject();
        Assert.Equal("test", written["generator"]!.GetValue<string>());
        written.Remove("generator");
        Assert.True(JsonNode.DeepEquals(Sorted(JsonNode.Parse(Json)!.AsObject()), written), written.ToJsonString());
    }

    [Fact]
    public void EntriesAndBackLoseNothing()
    {
        ManagerSnapshot read = SnapshotReader.Parse(Json.Replace("off.git", "off", StringComparison.Ordinal), "a.json");
        SnapshotBuilder builder = new();
        foreach (RegistryEntry entry in SnapshotEntries.Of(read))
        {
            builder.Add(entry);
        }

        Assert.Empty(builder.LeftOut);
        Assert.Equal(Written(read), Written(builder.Snapshot));
    }

    [Fact]
    public void EntriesHaveTheIdsThatTheRegistryUses()
    {
        RegistryEntry[] entries = [.. SnapshotEntries.Of(SnapshotReader.Parse(Json, "a.json"))];
        Assert.Equal(
            [
                "ComfyUI/ComfyUI", "Node/comfyui-impact-pack", "Node/res4lyf",
                "Node/owner/pack", "Node/other/off", "Node/gitlab.com/a/b/packed",
                "Node/old.py", "Node/websocket_image_save.py", "Python/clip", "Python/numpy",
            ],
            entries.Select(static entry => $"{entry.Kind}/{entry.Name}"));
        Assert.Equal(Commit, entries[0].Commit);
        Assert.Equal("8.8.1", entries[1].Version);
        Assert.Equal(VerificationStatus.Undetermined, entries[3].VerificationStatus);
        Assert.False(entries[4].Enabled);

        // ComfyUI-Manager could not read that commit: no pin, and none is made up.
        Assert.Null(entries[5].Commit);
        Assert.Equal(VerificationStatus.Unpinned, entries[5].VerificationStatus);
        Assert.Equal("2.1.0", entries[9].Version);
    }

    [Fact]
    public void ARegistryBecomesASnapshot()
    {
        RegistryDocument registry = new()
        {
            Environment = new RegistryEnvironment { ComfyUi = new ComfyUiPin(Commit, "0.3.76") },
            Nodes = Report.SampleReport.Table(
                ("owner/pack", Verified(
                    new PinSource { Kind = SourceKind.Git, Url = "https://github.com/Owner/Pack", Commit = Commit })),
                ("res4lyf", Verified(
                    new PinSource { Kind = SourceKind.ComfyRegistry, Id = "res4lyf", Version = "1.2.3" }))),
        };
        SnapshotBuilder builder = new();
        builder.Add(
            InstallPlanner.Make(registry, new PlanRequest()),
            registry.Environment,
            "# made\nnumpy==2.1.0\npywin32==306 ; sys_platform == 'win32'\ntorch==2.8.0 --hash=sha256:1  # a "
                + "comment\n");
        ManagerSnapshot snapshot = builder.Snapshot;
        Assert.Equal(Commit, snapshot.ComfyUi);
        Assert.Equal(
            new SnapshotCheckout(Commit, false),
            Assert.Single(snapshot.Git, static pair => pair.Key == "https://github.com/Owner/Pack").Value);
        Assert.Equal("1.2.3", snapshot.Registry["res4lyf"]);
        Assert.Equal(["numpy==2.1.0", "torch==2.8.0"], snapshot.Python.Keys);
    }

    [Fact]
    public void AnEnvironmentBecomesASnapshot()
    {
        SnapshotBuilder builder = new();
        builder.Add(Item(DependencyKind.ComfyUI, "ComfyUI", commit: Commit));
        builder.Add(
            Item(
                DependencyKind.Node,
                "owner/pack",
                commit: Commit,
                url: "https://github.com/Owner/Pack",
                isEnabled: false));
        builder.Add(Item(DependencyKind.Node, "res4lyf", version: "1.2.3", source: SourceKind.ComfyRegistry));
        builder.Add(Item(DependencyKind.Node, "tool", location: "custom_nodes/tool.py"));
        builder.Add(Item(DependencyKind.Python, "numpy", version: "2.1.0"));
        builder.Add(Item(DependencyKind.Model, "vae/ae.safetensors"));
        builder.Add(Item(DependencyKind.Node, "nameless"));
        Assert.True(builder.Snapshot.Git["https://github.com/Owner/Pack"].Disabled);
        Assert.Equal("1.2.3", builder.Snapshot.Registry["res4lyf"]);
        Assert.False(builder.Snapshot.Files["tool.py"]);
        Assert.True(builder.Snapshot.Python.ContainsKey("numpy==2.1.0"));
        Assert.Equal(2, builder.LeftOut.Count);
    }

    [Theory]
    [InlineData("", "the whole")]
    [InlineData("{}", "the whole")]
    [InlineData("{\"name\":\"x\"}", "the whole")]
    [InlineData("[1]", "the whole")]
    [InlineData("{\"comfyui\":", "line 1 is not valid JSON")]
    [InlineData("a: [", "is not valid YAML")]
    [InlineData("{\"cnr_custom_nodes\":[]}", "cnr_custom_nodes is not an object")]
    [InlineData("{\"cnr_custom_nodes\":{\"a\":null}}", "cnr_custom_nodes 'a' is not a version")]
    [InlineData("{\"file_custom_nodes\":[{}]}", "is not a 'filename'")]
    [InlineData("{\"git_custom_nodes\":{\"https://a/b\":\"x\"}}", "git_custom_nodes 'https://a/b' is not an object")]
    public void WhatIsNoSnapshotIsAnErrorThatSaysWhere(string text, string expected)
    {
        ComfyDepsException error = Assert.Throws<ComfyDepsException>(() => SnapshotReader.Parse(text, "a.json"));
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Hint);
    }

    [Fact]
    public void NestingAndAliasesDoNoHarm()
    {
        Assert.Throws<ComfyDepsException>(() => SnapshotReader.Parse(new string('[', 100_000), "a"));
        Assert.Throws<ComfyDepsException>(() => SnapshotReader.Parse("comfyui: &a [*a]", "a"));
    }

    private static string Written(ManagerSnapshot snapshot) => SnapshotWriter.Write(snapshot, "test");

    private static NodeEntry Verified(PinSource source)
        => new() { Source = source, Verification = new PinVerification { Status = VerificationStatus.Verified } };

    private static InstalledItem Item(
        DependencyKind kind,
        string name,
        string? commit = null,
        string? url = null,
        string? version = null,
        SourceKind? source = null,
        string? location = null,
        bool isEnabled = true) => new()
        {
            Kind = kind,
            Name = name,
            Environment = "/comfyui",
            Commit = commit,
            Url = url is null ? null : new Uri(url),
            Version = version,
            Source = source,
            Location = location,
            Enabled = isEnabled,
        };

    private static JsonObject Sorted(JsonObject snapshot)
    {
        JsonArray files = snapshot["file_custom_nodes"]!.AsArray();
        List<JsonNode?> sorted =
            [.. files.OrderBy(static file => file!["filename"]!.GetValue<string>(), StringComparer.Ordinal)];
        files.Clear();
        sorted.ForEach(files.Add);
        return snapshot;
    }
}
