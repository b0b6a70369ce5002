using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using ComfyDeps.StagingTool.Help;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Help;

/// <summary>The pages, the code and the manifest say the same, and Get-Help shows all of it.</summary>
public sealed class HelpTests : IDisposable
{
    private const int FewestExamples = 3;

    private static readonly string[] s_topics =
    [
        "about_ComfyDeps",
        "about_ComfyDeps_Errors",
        "about_ComfyDeps_Registry",
        "about_ComfyDeps_RunPod",
    ];
    private static readonly string s_docs = Path.Join(Repository.Root, "docs");
    private readonly Engine _engine = new();

    public static TheoryData<string> Pages => [.. Exported()];

    public void Dispose() => _engine.Dispose();

    [Theory]
    [MemberData(nameof(Pages))]
    public void ThePageSaysAllThatTheCodeHas(string name)
    {
        CommandPage page = Page(name);
        Assert.NotEmpty(page.Synopsis);
        Assert.EndsWith(".", page.Synopsis, StringComparison.Ordinal);
        Assert.NotEmpty(page.Description);
        Assert.True(page.Examples.Count >= FewestExamples, $"{name} has {page.Examples.Count} examples.");
        Assert.All(page.Examples, static example => Assert.NotEmpty(example.Code));
        Assert.All(page.Examples, static example => Assert.NotEmpty(example.Output));
        Assert.NotEmpty(page.Inputs);
        Assert.NotEmpty(page.Outputs);
        Assert.NotEmpty(page.Links);
        Assert.Equal(
            Parameters(name).Select(static p => p.Name).Order(StringComparer.Ordinal),
            page.Parameters.Keys.Order(StringComparer.Ordinal));
        Assert.All(page.Parameters.Values, static parameter => Assert.NotEmpty(parameter.Text));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void GetHelpShowsAllThatThePageSays(string name)
    {
        CommandPage page = Page(name);
        Engine.Result result = _engine.Run($"Get-Help {name} -Full");
        Assert.Empty(result.Errors);
        PSObject help = Assert.Single(result.Output);
        Assert.Equal(page.Synopsis, $"{help.Properties["Synopsis"].Value}".Trim());
        Assert.Equal(page.Description, Texts(help.Properties["description"].Value));
        PSObject[] examples = Items(Property(help, "examples"), "example");
        Assert.Equal(
            page.Examples.Select(
                static example => example.Output.Length > 0 ? $"{example.Code}\n\n{example.Output}" : example.Code),
            examples.Select(static e => $"{e.Properties["code"].Value}"));
        foreach (CommandParameterInfo parameter in Parameters(name))
        {
            PSObject shown = Assert.Single(_engine.Run($"Get-Help {name} -Parameter {parameter.Name}").Output);
            IReadOnlyList<string> text = page.Parameters[parameter.Name].Text;
            Assert.Equal(text, Texts(shown.Properties["description"].Value).Take(text.Count));
        }
    }

    /// <summary>
    /// The engine tells the sets, positions and pipeline input of a parameter by itself: the help file says the same.
    /// </summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void TheHelpFileKnowsParametersAsTheEngineDoes(string name)
    {
        CmdletInfo cmdlet = Command(name);
        PSObject help = Assert.Single(_engine.Run($"Get-Help {name}").Output);
        PSObject[] sets = Items(Property(help, "syntax"), "syntaxItem");
        Assert.Equal(
            cmdlet.ParameterSets.Select(
                set => string.Join(
                    ' ',
                    Own(set)
                        .Select(
                            static p =>
                                $"{p.Name}:{p.IsMandatory}:{Place(p.Position)}:{p.ValueFromPipeline}:"
                                    + $"{p.ValueFromPipelineByPropertyName}")
                        .Order(StringComparer.Ordinal)))
                .Order(StringComparer.Ordinal),
            sets
                .Select(
                    static set => string.Join(' ', Items(set, "parameter").Select(Said).Order(StringComparer.Ordinal)))
                .Order(StringComparer.Ordinal));

        static string Said(PSObject parameter)
        {
            string text(string property) => $"{parameter.Properties[property].Value}";
            string input = text("pipelineInput");
            string position = text("position");
            return $"{text("name")}:{text("required") == "true"}:{(position == "named" ? "named" : position)}:"
                + $"{input.Contains("ByValue", StringComparison.Ordinal)}:"
                + $"{input.Contains("ByPropertyName", StringComparison.Ordinal)}";
        }

        static string Place(int position) => position < 0 ? "named" : $"{position}";
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void TheSyntaxOnThePageIsTheEngines(string name)
    {
        string page = File.ReadAllText(Path.Join(s_docs, "commands", $"{name}.md"));
        string[] engine = [.. Command(name).ParameterSets.Select(static set => $"{set}").Order(StringComparer.Ordinal)];
        int start = page.IndexOf("## SYNTAX\n\n```text\n", StringComparison.Ordinal);
        Assert.True(start > 0, $"{name}: there is no SYNTAX; dotnet msbuild src/ComfyDeps -t:UpdateSyntax writes it.");
        string[] lines = page[(start + 19)..].Split("\n```", 2)[0].Split("\n\n");
        Assert.Equal(
            engine.Select(set => $"{name} {set}"),
            lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ThereIsAPageForEachCmdletAndNoOther()
        => Assert.Equal(
            Exported().Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Path.Join(s_docs, "commands"), "*-*.md")
                .Select(Path.GetFileNameWithoutExtension)
                .Order(StringComparer.Ordinal));

    [Fact]
    public void EachTopicIsShown()
    {
        Assert.Equal(
            s_topics,
            Directory.EnumerateFiles(Path.Join(s_docs, "about"))
                .Select(Path.GetFileNameWithoutExtension)
                .Order(StringComparer.Ordinal));
        foreach (string topic in s_topics)
        {
            Engine.Result result = _engine.Run($"Get-Help {topic}");
            Assert.Empty(result.Errors);
            string text = $"{Assert.Single(result.Output)}";
            Assert.StartsWith($"TOPIC\n    {topic}\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.All(text.Split('\n'), static line => Assert.True(line.Length <= 100, line));
        }
    }

    [Fact]
    public void EveryErrorIsExplained()
    {
        string topic = File.ReadAllText(Path.Join(s_docs, "about", "about_ComfyDeps_Errors.md"));
        string[] codes = Enum.GetNames(Core("ComfyDeps.ErrorCode"));
        string[] explained =
        [
            .. topic.Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Select(
                static line => line.Split('|'))
                .Where(static row => row.Length == 5 && row[2].Trim().Length > 0 && row[3].Trim().Length > 0)
                .Select(static row => row[1].Trim())
                .Where(static word => word is not ("id" or "---")),
        ];
        Assert.Equal(codes.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    private static string[] Exported()
    {
        using Engine engine = new();
        return [.. engine.Run("(Get-Module ComfyDeps).ExportedCmdlets.Keys").Output.Select(static name => $"{name}")];
    }

    private static CommandPage Page(string name) => CommandPageReader.Read(Path.Join(s_docs, "commands", $"{name}.md"));

    private static IEnumerable<string> Texts(object? paragraphs)
        => ((IEnumerable)paragraphs!)
            .Cast<object>()
            .Select(static one => $"{PSObject.AsPSObject(one).Properties["Text"].Value}".TrimEnd('\n'));

    private static PSObject Property(PSObject item, string name) => PSObject.AsPSObject(item.Properties[name].Value);

    private static PSObject[] Items(PSObject item, string name)
        => item.Properties[name]?.Value is object value
            ? value is IEnumerable many and not string
                ? [.. many.Cast<object>().Select(PSObject.AsPSObject)]
                : [PSObject.AsPSObject(value)]
            : [];

    private static IEnumerable<CommandParameterInfo> Own(CommandParameterSetInfo set)
        => set.Parameters.Where(static p => !Cmdlet.CommonParameters.Contains(p.Name));

    private CmdletInfo Command(string name)
        => (CmdletInfo)Assert.Single(_engine.Run($"Get-Command {name}").Output).BaseObject;

    private IEnumerable<CommandParameterInfo> Parameters(string name)
        => Command(name).ParameterSets.SelectMany(Own)
            .Where(static p => p.Name is not ("WhatIf" or "Confirm"))
            .DistinctBy(static p => p.Name);

    /// <summary>A type of the core, which no script can name: found where the module loaded it.</summary>
    private Type Core(string name)
    {
        Assert.Empty(_engine.Run("Get-ComfyCatalog").Errors);
        return AppDomain.CurrentDomain.GetAssemblies()
            .Single(static a => a.GetName().Name == "ComfyDeps.Core")
            .GetType(name, throwOnError: true)!;
    }
}
