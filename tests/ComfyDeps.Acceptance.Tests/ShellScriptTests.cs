using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;

namespace ComfyDeps.Acceptance.Tests;

/// <summary>Every shell script that the project brings is clean in shellcheck's eyes.</summary>
public sealed class ShellScriptTests
{
    [Fact]
    public async Task ShellcheckFindsNothingInTheProjectsOwnScripts()
    {
        string shellcheck = Tool.Need("shellcheck", "shellcheck");
        string git = Tool.Need("git", "git");
        BufferedCommandResult listed = await Cli.Wrap(git)
            .WithArguments(["ls-files", "-z", "*.sh", ".ci/run"])
            .WithWorkingDirectory(Repository.Root)
            .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);

        // A list that is longer than what is on disk tells of files that were just deleted.
        List<string> scripts = [.. listed.StandardOutput.Split('\0').Where(static name => name.Length > 0)
            .Where(static name => File.Exists(Path.Join(Repository.Root, name)))];
        Assert.NotEmpty(scripts);
        BufferedCommandResult checkedScripts = await Cli.Wrap(shellcheck)
            .WithArguments(["--", .. scripts])
            .WithWorkingDirectory(Repository.Root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);
        Assert.True(checkedScripts.ExitCode == 0, checkedScripts.StandardOutput + checkedScripts.StandardError);
    }
}
