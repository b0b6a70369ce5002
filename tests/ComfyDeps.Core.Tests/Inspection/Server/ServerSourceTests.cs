using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Inspection.Server;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.ComfyUi;

namespace ComfyDeps.Core.Tests.Inspection.Server;

/// <summary>A running ComfyUI over real sockets.</summary>
public sealed class ServerSourceTests : IAsyncDisposable
{
    private readonly ComfyUiStandIn _server = new();
    private readonly ServerSource _source;

    public ServerSourceTests()
    {
        _server.Classes.Add(new ServedClass
        {
            Name = "CheckpointLoaderSimple",
            Required = [ServedInput.OldCombo("ckpt_name", "sd/one.safetensors", "two.safetensors")],
        });
        _server.Classes.Add(new ServedClass
        {
            Name = "Power Lora/Loader (pack)",
            PythonModule = "custom_nodes.ComfyUI-Some.Pack",
            Required = [ServedInput.NewCombo("lora_name", "style/a.safetensors")],
            Optional = [ServedInput.Remote("preset", "/presets")],
        });
        _server.Models["checkpoints"] = ["sd/one.safetensors", "two.safetensors"];
        _server.Models["loras"] = [];
        _source = At(_server.Address);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/api")]
    public async Task SaysWhatItRuns(string prefix)
    {
        Answer<ServerSystem> answer = await At(_server.Address + prefix).SystemAsync(Stop);

        Assert.Equal(
            ("0.3.76", "3.12.3", "2.8.0+cu128", "linux"),
            (answer.Value!.ComfyUiVersion, answer.Value.PythonVersion, answer.Value.PyTorchVersion, answer.Value.OperatingSystem));
        Assert.Equal(["main.py", "--listen", "0.0.0.0"], answer.Value.Arguments);
    }

    [Fact]
    public async Task ClassesHaveTheFolderOfThePackThatProvidesThem()
    {
        _server.Classes.Add(new ServedClass { Name = "Canny", PythonModule = "comfy_extras.nodes_canny" });
        _server.Classes.Add(new ServedClass { Name = "Forked", PythonModule = null });

        ServerClasses classes = (await _source.ClassesAsync(Stop)).Value!;

        Assert.Equal("ComfyUI-Some.Pack", classes.Find("Power Lora/Loader (pack)")!.PackFolder);
        Assert.Equal(ClassOrigin.BuiltIn, classes.Find("Canny")!.Origin);
        Assert.Equal(ClassOrigin.BuiltIn, classes.Find("CheckpointLoaderSimple")!.Origin);
        Assert.Equal(ClassOrigin.Unknown, classes.Find("Forked")!.Origin);
        Assert.Equal(["ComfyUI-Some.Pack"], classes.PackFolders);
    }

    [Theory]
    [InlineData("CheckpointLoaderSimple", "ckpt_name", "sd/one.safetensors")]
    [InlineData("Power Lora/Loader (pack)", "lora_name", "style/a.safetensors")]
    public async Task OldAndNewCombosSayWhatTheyOffer(string className, string input, string offered)
    {
        ComboOptions options = (await _source.ClassesAsync(Stop)).Value!.Find(className)!.Input(input)!.Options!;

        Assert.True(options.Offers(offered));
        Assert.False(options.Offers("another.safetensors"));
        Assert.False(options.Offers(offered.ToUpperInvariant()));
    }

    [Fact]
    public async Task NamesOfWindowsAreComparedWithSlashesAndKeptAsTheyAre()
    {
        _server.IsWindows = true;

        ComboOptions options = (await _source.ClassAsync(
            "CheckpointLoaderSimple", Stop)).Value!.Input("ckpt_name")!.Options!;
        ServerModels models = (await _source.ModelsAsync("checkpoints", Stop)).Value!;

        Assert.Contains("sd\\one.safetensors", options.Names);
        Assert.True(options.Offers("sd/one.safetensors"));
        Assert.Equal(["sd/one.safetensors", "two.safetensors"], models.Files);
        Assert.True(models.Has("sd\\one.safetensors"));
    }

    [Fact]
    public async Task OptionsThatAreElsewhereAreUnknownAndNotMissing()
    {
        ServerInput preset = (await _source.ClassesAsync(Stop)).Value!.Find(
            "Power Lora/Loader (pack)")!.Input("preset")!;

        Assert.False(preset.IsRequired);
        Assert.Null(preset.Options!.Offers("anything"));
    }

    [Fact]
    public async Task OptionsThatAreNoTextsAndInputsThatAreNoListsAreRead()
    {
        _server.Classes.Add(new ServedClass
        {
            Name = "Odd",
            Required =
            [
                ServedInput.Raw("sizes", new JsonArray(new JsonArray(512, 1024, true, new JsonArray("nested")))),
                ServedInput.Raw("empty", []),
                ServedInput.Raw("number", new JsonArray("INT", new JsonObject { ["options"] = new JsonArray("x") })),
                ServedInput.Raw("later", new JsonArray("COMBO")),
                ServedInput.Raw("name", new JsonArray(new JsonArray("é \ud83d\ude00"), new JsonObject())),
            ],
        });

        ServerClass odd = (await _source.ClassesAsync(Stop)).Value!.Find("Odd")!;

        Assert.Equal(["512", "1024", "true"], odd.Input("sizes")!.Options!.Names);
        Assert.Null(odd.Input("empty")!.Options);
        Assert.Null(odd.Input("number")!.Options);
        Assert.Null(odd.Input("later")!.Options!.Offers("x"));
        Assert.True(odd.Input("name")!.Options!.Offers("é \ud83d\ude00"));
    }

    [Fact]
    public async Task ListsThatAreRepeatedAreKeptOnce()
    {
        _server.Classes.Add(new ServedClass
        {
            Name = "Another",
            Required = [ServedInput.NewCombo("ckpt_name", "sd/one.safetensors", "two.safetensors")],
        });

        ServerClasses classes = (await _source.ClassesAsync(Stop)).Value!;

        Assert.Same(
            classes.Find("CheckpointLoaderSimple")!.Input("ckpt_name")!.Options,
            classes.Find("Another")!.Input("ckpt_name")!.Options);
    }

    [Fact]
    public async Task ABareNaNDoesNotHideTheClasses()
    {
        _server.Classes.Add(new ServedClass
        {
            Name = "NaN of \"NaN\"",
            Required = [ServedInput.NotANumber("strength"), ServedInput.OldCombo("name", "NaN.safetensors")],
        });

        ServerClasses classes = (await _source.ClassesAsync(Stop)).Value!;

        Assert.Equal(3, classes.Count);
        Assert.True(classes.Find("NaN of \"NaN\"")!.Input("name")!.Options!.Offers("NaN.safetensors"));
    }

    [Fact]
    public async Task AClassThatIsNotThereIsAskedForAndMissing()
    {
        Answer<ServerClass> answer = await _source.ClassAsync("NoSuchClass", Stop);

        Assert.Equal(AnswerKind.DoesNotExist, answer.Kind);
        Assert.True((await _source.ClassAsync("Power Lora/Loader (pack)", Stop)).Exists);
    }

    [Fact]
    public async Task ABrokenClassIsLeftOutOfTheListAndIsNotMissing()
    {
        _server.Classes.Add(new ServedClass { Name = "Broken", PythonModule = "custom_nodes.Bad", IsBroken = true });

        Assert.Null((await _source.ClassesAsync(Stop)).Value!.Find("Broken"));
        Answer<ServerClass> answer = await _source.ClassAsync("Broken", Stop);
        Assert.Equal(AnswerKind.Undetermined, answer.Kind);
        Assert.Contains("broken", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListsFoldersAndTheirModels()
    {
        Assert.Equal(["checkpoints", "loras"], (await _source.ModelFoldersAsync(Stop)).Value!);
        Assert.Empty((await _source.ModelsAsync("loras", Stop)).Value!.Files);
    }

    [Fact]
    public async Task AFileWhoseNameIsNoTextDoesNotHideTheOthers()
    {
        _server.Faults.Always(Fault.Status(200, """["bad\udc80.pt","good.pt"]"""), "/models/loras");

        ServerModels models = (await _source.ModelsAsync("loras", Stop)).Value!;

        Assert.Equal(2, models.Files.Count);
        Assert.True(models.Has("good.pt"));
    }

    [Fact]
    public async Task AFolderIsMissingOnlyWhereTheListOfFoldersSaysSo()
    {
        Assert.Equal(AnswerKind.DoesNotExist, (await _source.ModelsAsync("no_such", Stop)).Kind);
        _server.Faults.NextOf("/models/loras", Fault.Status(404, "", "text/plain"));
        Assert.Equal(AnswerKind.Undetermined, (await _source.ModelsAsync("loras", Stop)).Kind);
        _server.Faults.Always(Fault.Status(404, "404: Not Found", "text/plain"), "/models");
        Assert.Equal(AnswerKind.Undetermined, (await _source.ModelsAsync("no_such", Stop)).Kind);
    }

    [Fact]
    public async Task AServerThatIsSlowToStartIsAskedAgain()
    {
        _server.Faults.NextOf(
            "/object_info", ComfyUiStandIn.OriginTimeout, Fault.Status(502, "Bad Gateway", "text/plain"));

        Assert.True((await _source.ClassesAsync(Stop)).Exists);
        Assert.Equal(3, _server.Requests.CountOf("/object_info"));
    }

    [Fact]
    public async Task AServerThatNeverStartsIsUndetermined()
    {
        _server.Faults.Always(ComfyUiStandIn.OriginTimeout);

        Answer<ServerClasses> answer = await _source.ClassesAsync(Stop);

        Assert.Equal(AnswerKind.Undetermined, answer.Kind);
        Assert.Contains("524", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ThereIsTimeForAProxyThatGivesUpLate()
    {
        TimeSpan proxy = TimeSpan.FromSeconds(100);

        Assert.True(ServerQuestions.Settings.AttemptTimeout > proxy);
        Assert.True(ServerQuestions.Settings.TotalTimeout > 2 * proxy);
        Assert.Null(ServerQuestions.Settings.Credentials.For(new Uri("https://huggingface.co")));
    }

    [Fact]
    public async Task BasicAuthenticationOpensTheDoor()
    {
        _server.BasicAuthentication = "me:pässword";
        NetworkCredential credential = new("me", "pässword");
        string withUser = _server.Address.Replace("://", "://me:p%C3%A4ssword@", StringComparison.Ordinal);

        Assert.Equal(AnswerKind.Inaccessible, (await _source.SystemAsync(Stop)).Kind);
        Assert.Equal(AnswerKind.Undetermined, (await _source.ClassAsync("NoSuchClass", Stop)).Kind);
        Assert.Equal(AnswerKind.Undetermined, (await _source.ModelsAsync("no_such", Stop)).Kind);
        Assert.True((await new ServerSource(
            TestPipeline.Create(),
            ServerAddress.Create(new Uri(_server.Address), credential)).SystemAsync(Stop)).Exists);
        Assert.True((await At(withUser).SystemAsync(Stop)).Exists);
    }

    [Fact]
    public async Task AServiceTokenForTheSameHostIsNotSent()
    {
        ServerSource source = new(
            TestPipeline.Create((_server.Address, "hf_secretsecretsecret")),
            ServerAddress.Create(new Uri(_server.Address)));

        Assert.True((await source.SystemAsync(Stop)).Exists);
        Assert.False(_server.Requests.Saw("hf_secret"));
        Assert.StartsWith("ComfyDeps/", _server.Requests.All[0].Header("User-Agent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HeadersOfTheUserStayWithTheServer()
    {
        await using ComfyUiStandIn other = new();
        _server.Faults.Always(
            Fault.Status(302, "", "text/html", $"Location: {other.Address}/system_stats"), "/system_stats");
        KeyValuePair<string, string>[] headers = [new("X-Door", "sesame"), new("Authorization", "Bearer of-the-door")];
        ServerSource source = new(
            TestPipeline.Create(), ServerAddress.Create(new Uri(_server.Address), headers: headers));

        Assert.Equal(AnswerKind.Undetermined, (await source.SystemAsync(Stop)).Kind);
        Assert.True(_server.Requests.Saw("sesame"));
        Assert.True(_server.Requests.Saw("Bearer of-the-door"));
        Assert.Equal(0, other.Requests.Count);
    }

    [Theory]
    [InlineData("http://203.0.113.7:8188", true)]
    [InlineData("ftp://127.0.0.1/", false)]
    [InlineData("relative", false)]
    public void AnAddressThatWouldGiveSecretsAwayIsRefused(string address, bool isFineWithoutSecret)
    {
        Uri uri = new(address, UriKind.RelativeOrAbsolute);

        Assert.Throws<ComfyDepsException>(() => ServerAddress.Create(uri, new NetworkCredential("me", "secret")));
        if (isFineWithoutSecret)
        {
            Assert.Equal(uri, ServerAddress.Create(uri).Uri);
        }
    }

    [Theory]
    [InlineData(nameof(Fault.Html))]
    [InlineData(nameof(Fault.ErrorIn200))]
    [InlineData(nameof(Fault.EmptyIn200))]
    [InlineData(nameof(Fault.DeepJson))]
    [InlineData(nameof(Fault.EndlessBody))]
    [InlineData(nameof(Fault.Reset))]
    [InlineData(nameof(Fault.HalfBody))]
    public async Task WhatIsNoAnswerIsUndetermined(string fault)
    {
        Fault served = (Fault)typeof(Fault).GetProperty(fault)!.GetValue(null)!;
        _server.Faults.Always(served);
        ServerSource source = new(TestPipeline.Impatient(), ServerAddress.Create(new Uri(_server.Address)));

        Assert.Equal(AnswerKind.Undetermined, (await source.SystemAsync(Stop)).Kind);
        Assert.Equal(AnswerKind.Undetermined, (await source.ModelFoldersAsync(Stop)).Kind);
        if (fault != nameof(Fault.EndlessBody))
        {
            Assert.Equal(AnswerKind.Undetermined, (await source.ClassesAsync(Stop)).Kind);
        }
    }

    [Fact]
    public async Task AListWithoutAnyClassIsNotBelieved()
    {
        _server.Classes.Clear();

        Assert.Equal(AnswerKind.Undetermined, (await _source.ClassesAsync(Stop)).Kind);
    }

    [Fact]
    public async Task ALargeListIsReadWhole()
    {
        string[] files = [.. Enumerable.Range(0, 2000).Select(i => $"folder/model-{i:00000}.safetensors")];
        for (int i = 0; i < 100; i++)
        {
            _server.Classes.Add(new ServedClass { Name = $"Loader{i}", Required =
                [ServedInput.OldCombo("name", files)] });
        }

        ServerClasses classes = (await _source.ClassesAsync(Stop)).Value!;

        Assert.Equal(102, classes.Count);
        Assert.True(classes.Find("Loader99")!.Input("name")!.Options!.Offers("folder/model-01999.safetensors"));
    }

    private static ServerSource At(string address)
        => new(TestPipeline.Create(), ServerAddress.Create(new Uri(address)));
}
