using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using YamlDotNet.RepresentationModel;

namespace ComfyDeps.Acceptance.Tests;

/// <summary>The files for CI that are there to be copied.</summary>
public sealed class ContinuousIntegrationTests
{
    private static readonly string s_team = Path.Join(Repository.Root, "samples", "team");

    public static TheoryData<string> Workflows => [.. Names];

    private static IEnumerable<string> Names
        => Directory.EnumerateFiles(Path.Join(s_team, ".github", "workflows"))
            .Select(static file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task AWorkflowIsYamlAndItsBashIsClean(string name)
    {
        YamlMappingNode root = Root(name);
        Assert.NotNull(root.Children[new YamlScalarNode("permissions")]);
        foreach (YamlMappingNode step in Steps(root))
        {
            if (Text(step, "run") is not string script)
            {
                Assert.NotNull(Text(step, "uses"));
                continue;
            }

            // What GitHub puts into a script is not quoted by anybody; what it puts into the environment is.
            Assert.DoesNotContain("${{", script, StringComparison.Ordinal);
            Assert.Contains(Text(step, "shell"), (string[])["bash", "pwsh"]);
            if (Text(step, "shell") == "bash")
            {
                BufferedCommandResult result = await Cli.Wrap(Tool.Need("shellcheck", "shellcheck"))
                    .WithArguments(["--shell=bash", "-"])
                    .WithStandardInputPipe(PipeSource.FromString(script))
                    .WithValidation(CommandResultValidation.None)
                    .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);
                Assert.True(result.ExitCode == 0, result.StandardOutput);
            }
            else
            {
                Assert.All(
                    script
                        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                        .Where(static line => line.StartsWith("./", StringComparison.Ordinal)),
                    static line => Assert.True(File.Exists(Path.Join(s_team, line.Split(' ')[0]))));
            }
        }
    }

    [Fact]
    public void WhatRunsForPullRequestsHasNoSecretAndMayWriteNothing()
    {
        foreach (string name in Names)
        {
            string text = File.ReadAllText(Path.Join(s_team, ".github", "workflows", name));
            YamlMappingNode root = Root(name);
            Assert.DoesNotContain("pull_request_target", text, StringComparison.Ordinal);
            YamlMappingNode triggers = (YamlMappingNode)root.Children[new YamlScalarNode("on")];
            if (triggers.Children.ContainsKey(new YamlScalarNode("pull_request")))
            {
                Assert.DoesNotContain("secrets.", text, StringComparison.Ordinal);
                Assert.DoesNotContain("github.token", text, StringComparison.Ordinal);
                YamlMappingNode permissions = (YamlMappingNode)root.Children[new YamlScalarNode("permissions")];
                Assert.All(
                    permissions.Children.Values, static value => Assert.Equal("read", ((YamlScalarNode)value).Value));
            }
        }
    }

    [Fact]
    public async Task TheHookIsCleanAndMayBeRun()
    {
        string hook = Path.Join(s_team, ".githooks", "pre-commit");
        BufferedCommandResult result = await Cli.Wrap(Tool.Need("shellcheck", "shellcheck"))
            .WithArguments([hook])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.StandardOutput);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(hook).HasFlag(UnixFileMode.UserExecute));
    }

    private static YamlMappingNode Root(string name)
    {
        using StreamReader reader = new(Path.Join(s_team, ".github", "workflows", name));
        YamlStream stream = [];
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode root)
        => ((YamlMappingNode)root.Children[new YamlScalarNode("jobs")]).Children.Values
            .SelectMany(
                static job => ((YamlSequenceNode)((YamlMappingNode)job).Children[new YamlScalarNode("steps")]).Children)
            .Cast<YamlMappingNode>();

    private static string? Text(YamlMappingNode step, string name)
        => step.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? value)
            ? ((YamlScalarNode)value).Value
            : null;
}
