using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>The main command on files of every kind, through the engine as its users run it.</summary>
public sealed class GetComfyWorkflowDependencyTests : IDisposable
{
    private const string Command = "ComfyDeps.Commands.GetComfyWorkflowDependencyCommand";
    private const string Unknown = """{"1":{"class_type":"NoSuchClassOfAnyPack","inputs":{}}}""";

    private readonly Engine _engine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-get-").FullName;

    public void Dispose()
    {
        _engine.Dispose();
        TempFolder.Delete(_folder);
    }

    [Theory]
    [InlineData("Get-ComfyWorkflowDependency 'flux [v2].json'")]
    [InlineData("Get-ComfyWorkflowDependency -LiteralPath 'flux [v2].json'")]
    [InlineData("Get-ComfyWorkflowDependency *.json")]
    [InlineData("Get-ComfyWorkflowDependency .")]
    [InlineData("Get-ComfyWorkflowDependency")]
    [InlineData("'flux [v2].json' | Get-ComfyWorkflowDependency")]
    [InlineData("Get-ChildItem *.json | Get-ComfyWorkflowDependency")]
    [InlineData("Get-ChildItem -Recurse | Get-ComfyWorkflowDependency -ErrorAction Ignore")]
    public void TakesFilesFoldersWildcardsThePipelineOrNothing(string script)
    {
        Write("flux [v2].json", Unknown);
        Engine.Result result = Run(script);
        Assert.Equal("NoSuchClassOfAnyPack", result.Text);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public void AFolderIsReadBelowOnlyWhenAsked()
    {
        Write("sub/w.json", Unknown);
        Assert.Empty(Run("Get-ComfyWorkflowDependency .").Output);
        Assert.Single(Run("Get-ComfyWorkflowDependency . -Recurse").Output);
    }

    [Fact]
    public void AClassThatNobodyClaimsIsUnresolvedAndNeverCore()
    {
        Write("w.json", Unknown);
        PSObject found = Assert.Single(Run("Get-ComfyWorkflowDependency w.json").Output);
        Assert.Equal("Unresolved", Property(found, "Status"));
        Assert.Equal("None", Property(found, "ResolvedBy"));
        Assert.Null(found.Properties["Pack"].Value);
    }

    [Fact]
    public void CoreClassesAreToldOfOnlyWhenAsked()
    {
        Write("w.json", """{"nodes":[{"id":1,"type":"KSampler"},{"id":2,"type":"Note"},{"id":3,"type":"SetNode"}]}""");
        Assert.Equal("SetNode", Run("Get-ComfyWorkflowDependency w.json").Text);
        IReadOnlyList<PSObject> all = Run("Get-ComfyWorkflowDependency w.json -IncludeCore").Output;
        Assert.Equal(
            ["KSampler Core", "Note Frontend", "SetNode Frontend"],
            all.Select(static o => $"{o} {Property(o, "Status")}"));
        Assert.NotNull(all[2].Properties["Pack"].Value);
    }

    [Fact]
    public void KindsAreToldApart()
    {
        Write(
            "w.json",
            """{"1":{"class_type":"UltimateSDUpscale","inputs":{}},"2":{"class_type":"UNETLoader","inputs":{"unet_name":"a.safetensors"}}}""");
        Assert.Equal("UltimateSDUpscale", Run("Get-ComfyWorkflowDependency w.json -Kind Node").Text);
        Assert.Equal("a.safetensors", Run("Get-ComfyWorkflowDependency w.json -Kind Model").Text);
    }

    [Fact]
    public void RecordedVersionsAreOfThePackInTheWholeWorkflow()
    {
        Write("w.json", $$"""
            {"nodes":[{{Node(1, "VHS_VideoCombine", "1.2.0")}},{{Node(2, "VHS_LoadVideo", "1.10.0")}},{{Node(3, "VHS_LoadVideo", "unknown")}}]}
            """);
        IReadOnlyList<PSObject> found = Run("Get-ComfyWorkflowDependency w.json").Output;
        Assert.All(found, static o => Assert.Equal("1.10.0", Property(o, "Version")));
        Assert.Equal(
            "1.10.0 1.2.0", string.Join(' ', (IEnumerable<string>)found[0].Properties["RecordedVersions"].Value));
        Assert.All(
            Run("Get-ComfyWorkflowDependency w.json -IgnoreRecorded").Output,
            static o => Assert.Null(o.Properties["Version"].Value));
    }

    [Fact]
    public void OfCommitsTheOneOnMostNodesCounts()
    {
        string one = new('a', 40);
        string two = new('b', 40);
        Write("w.json", $$"""
            {"nodes":[{{Node(1, "VHS_VideoCombine", one)}},{{Node(2, "VHS_LoadVideo", two)}},{{Node(3, "VHS_LoadVideo", two)}}]}
            """);
        Assert.All(Run("Get-ComfyWorkflowDependency w.json").Output, o => Assert.Equal(two, Property(o, "Version")));
    }

    public static TheoryData<string, byte[], string> BrokenFiles => new()
    {
        { "cut.json", "{\"1\":{\"class_type\":"u8.ToArray(), "WorkflowNotJson" },
        { "bytes.json", [(byte)'{', 0xFF, 0xFE, 0xC0], "WorkflowNotText" },
        { "deep.json", Encoding.UTF8.GetBytes(new string('[', 600)), "WorkflowTooDeep" },
        { "other.json", "{\"name\":\"x\"}"u8.ToArray(), "NotAWorkflow" },
        { "text.txt", "hello"u8.ToArray(), "WorkflowNotJson" },
        { "cut.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13], "MediaMalformed" },
    };

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public void ABrokenFileIsOneErrorAndTheOthersAreRead(string name, byte[] content, string code)
    {
        File.WriteAllBytes(Path.Join(_folder, name), content);
        Write("good.json", Unknown);
        Engine.Result result = Run($"Get-ComfyWorkflowDependency '{name}', good.json");
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal($"{code},{Command}", error.FullyQualifiedErrorId);
        Assert.Contains(name, error.TargetObject.ToString(), StringComparison.Ordinal);
        Assert.Equal("NoSuchClassOfAnyPack", result.Text);
    }

    [Theory]
    [InlineData("none.json")]
    [InlineData("*.none")]
    [InlineData("[ab].json")]
    public void APathOrPatternWithoutMatchIsAnError(string path)
        => Assert.Equal(
            $"PathNotFound,{Command}",
            Assert.Single(Run($"Get-ComfyWorkflowDependency '{path}'").Errors).FullyQualifiedErrorId);

    [Fact]
    public void AFileOverTheLimitIsAnError()
    {
        Write("w.json", Unknown);
        Assert.StartsWith(
            "FileTooLarge,",
            Assert.Single(Run("Get-ComfyWorkflowDependency w.json -MaximumSize 10").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void OtherJsonInAFolderIsPassedOverAndToldWithVerbose()
    {
        Write("package.json", """{"name":"x"}""");
        Write("w.json", Unknown);
        Engine.Result result = Run("Get-ComfyWorkflowDependency . -Verbose");
        Assert.Empty(result.Errors);
        Assert.Contains(result.Verbose, static message => message.Contains("package.json", StringComparison.Ordinal));
        Assert.Contains(
            result.Verbose, static message => message.Contains("NoSuchClassOfAnyPack", StringComparison.Ordinal));
    }

    [Fact]
    public void ObjectsComeInInputOrderAndBeforeTheLastFileIsRead()
    {
        for (int i = 0; i < 200; i++)
        {
            Write($"w{i:D3}.json", $$$"""{"1":{"class_type":"NoSuchClass{{{i:D3}}}","inputs":{} } }""");
        }

        Assert.Equal(
            Enumerable.Range(0, 200).Select(static i => $"NoSuchClass{i:D3}"),
            Run("Get-ComfyWorkflowDependency .").Output.Select(static o => o.ToString()));
        Write("w199.json", "broken");
        Engine.Result result = Run("Get-ComfyWorkflowDependency . | Select-Object -First 1");
        Assert.Equal("NoSuchClass000", result.Text);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public void TheWholeSampleFolderIsReadWithoutAnError()
    {
        Engine.Result result = _engine.Run(
            $"Get-ComfyWorkflowDependency '{Path.Join(Repository.Root, "samples")}' -Recurse");
        Assert.Empty(result.Errors);
        Assert.Equal(
            ["Graph", "Prompt", "Script"],
            result.Output.Select(static o => Property(o, "Format")).Distinct().Order(StringComparer.Ordinal));
    }

    private static string Node(int id, string type, string version)
        => $$$"""{"id":{{{id}}},"type":"{{{type}}}","properties":{"cnr_id":"comfyui-videohelpersuite","ver":"{{{version}}}"}}""";

    private static string? Property(PSObject item, string name) => item.Properties[name].Value?.ToString();

    private void Write(string name, string content)
    {
        string path = Path.Join(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private Engine.Result Run(string script) => _engine.Run($"Set-Location -LiteralPath '{_folder}'; {script}");
}
