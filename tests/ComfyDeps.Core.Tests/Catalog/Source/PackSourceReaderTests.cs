using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Catalog.Source;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Git;

namespace ComfyDeps.Core.Tests.Catalog.Source;

/// <summary>Over real repositories, made with git for each test.</summary>
public sealed class PackSourceReaderTests
{
    [Fact]
    public async Task TellsTheCommitsBetweenWhichAClassExists()
    {
        using TestCatalog.Folder folder = new();
        Git(folder, "init", "--quiet");
        string first = Commit(folder, "__init__.py", "NODE_CLASS_MAPPINGS = {'Old': 1, 'Both': 2}");
        string second = Commit(folder, "README.py", "x = 1");
        string third = Commit(folder, "__init__.py", "NODE_CLASS_MAPPINGS = {'Both': 2, 'New': 3}");
        Git(folder, "remote", "add", "origin", "git@github.com:o/Pack.git");

        PackSource pack = await PackSourceReader.ReadAsync(
            folder.Path, null, NullReporter.Instance, TestContext.Current.CancellationToken);

        Assert.Equal(("https://github.com/o/Pack", third), (pack.Source.Repository, pack.Source.Commit));
        Dictionary<string, SourceClassFact> classes = pack.Classes.ToDictionary(static c => c.Name);
        Assert.Equal((first, second), (classes["Old"].FirstCommit, classes["Old"].LastCommit));
        Assert.Equal((first, null), (classes["Both"].FirstCommit, classes["Both"].LastCommit));
        Assert.Equal((third, null), (classes["New"].FirstCommit, classes["New"].LastCommit));
    }

    [Fact]
    public async Task AClassIsNotTakenForDroppedWhereNamesAreUnknown()
    {
        using TestCatalog.Folder folder = new();
        Git(folder, "init", "--quiet");
        string first = Commit(folder, "__init__.py", "NODE_CLASS_MAPPINGS = {'Early': 1, 'A|me': 1, 'B|me': 1}");
        Commit(folder, "__init__.py", "NODE_CLASS_MAPPINGS = {'A|me': 1, 'B|me': 1}");
        Commit(
            folder,
            "__init__.py",
            "from elsewhere import suffix\nNODE_CLASS_MAPPINGS = {suffix('A'): 1, suffix('B'): 1, 'C': 1}");
        Git(folder, "remote", "add", "origin", "https://github.com/o/Pack");

        PackSource pack = await PackSourceReader.ReadAsync(
            folder.Path, null, NullReporter.Instance, TestContext.Current.CancellationToken);

        Dictionary<string, string?> last = pack.Classes.ToDictionary(static c => c.Name, static c => c.LastCommit);
        Assert.Equal(first, last["Early"]);
        Assert.Null(last["A|me"]);
        Assert.Null(last["B|me"]);
        Assert.Null(last["C"]);
    }

    [Fact]
    public async Task ReadsTheRegistryIdTheScriptsAndTheListOfNodes()
    {
        using TestCatalog.Folder folder = new();
        Git(folder, "init", "--quiet");
        folder.Write(
            "pyproject.toml",
            "[project]\nname = \"My-Pack\"\n[project.urls]\nRepository = "
                + "\"https://github.com/o/my\"\n[tool.comfy]\nPublisherId = \"o\"\n");
        folder.Write("node_list.json", "{\"FromList\": \"text\"}");
        folder.Write("ui.js", "LiteGraph.registerNodeType('OnlyHere', X)");
        Directory.CreateDirectory(Path.Join(folder.Path, "tests"));
        folder.Write("tests/fake.py", "NODE_CLASS_MAPPINGS = {'Fake': 1}");
        Commit(folder, "sub.py", "NODE_CLASS_MAPPINGS = {'Found': 1}");

        PackSource pack = await PackSourceReader.ReadAsync(
            folder.Path, null, NullReporter.Instance, TestContext.Current.CancellationToken);

        Assert.Equal(("https://github.com/o/my", "my-pack"), (pack.Source.Repository, pack.Source.RegistryId));
        Assert.Equal(
            ["Found Python", "FromList Python", "OnlyHere Script"],
            pack.Classes.Select(static c => $"{c.Name} {c.Kind}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RunsNothingThatTheRepositoryBrings()
    {
        using TestCatalog.Folder folder = new();
        using TestCatalog.Folder trap = new();
        string sprung = Path.Join(trap.Path, "sprung");
        Git(folder, "init", "--quiet");
        Commit(folder, "__init__.py", $"open(r'{sprung}', 'w')\nNODE_CLASS_MAPPINGS = {{'A': 1}}");
        foreach (string setting in new[]
        {
            "core.fsmonitor",
            "core.pager",
            "diff.external",
            "core.sshCommand",
            "gpg.program",
            "core.hooksPath",
        })
        {
            Git(folder, "config", setting, $"touch {sprung}; false");
        }

        Git(folder, "config", "log.showSignature", "true");
        PackSource pack = await PackSourceReader.ReadAsync(
            folder.Path, "https://github.com/o/p", NullReporter.Instance, TestContext.Current.CancellationToken);

        Assert.Equal(["A"], pack.Classes.Select(static c => c.Name));
        Assert.False(File.Exists(sprung));
    }

    [Fact]
    public async Task ReadsARepositoryOverHttpsAndLeavesNoCopy()
    {
        await using GitStandIn git = new();
        await using TlsFront https = new(git);
        using TestCatalog.Folder folder = new();
        Git(folder, "init", "--quiet", "--initial-branch=main");
        string first = Commit(folder, "__init__.py", "NODE_CLASS_MAPPINGS = {'Old': 1}");
        string last = Commit(folder, "__init__.py", "NODE_CLASS_MAPPINGS = {'New': 1}");
        Git(folder, "push", "--quiet", git.Add("o/pack").Folder, "HEAD:refs/heads/main");
        folder.Write("ca.pem", https.CertificatePem);
        using GitSettings settings = new(
            $"url.{https.Address}/.insteadOf", "https://packs.example.org/", Path.Join(folder.Path, "ca.pem"));
        string[] before = Copies();

        PackSource pack = await PackSourceReader.ReadAsync(
            "https://packs.example.org/o/pack", null, NullReporter.Instance, TestContext.Current.CancellationToken);

        Assert.Equal(("https://packs.example.org/o/pack", last), (pack.Source.Repository, pack.Source.Commit));
        Assert.Equal(
            [("New", last, null), ("Old", first, first)],
            pack.Classes.OrderBy(static c => c.Name, StringComparer.Ordinal)
                .Select(static c => (c.Name, c.FirstCommit, c.LastCommit)));
        Assert.Equal(before, Copies());
    }

    [Fact]
    public async Task ACertificateThatIsNotTrustedIsAnError()
    {
        await using GitStandIn git = new();
        await using TlsFront https = new(git);
        git.Add("o/untrusted").Commit();
        using GitSettings settings = new($"url.{https.Address}/.insteadOf", "https://untrusted.example.org/");

        ComfyDepsException error = await Assert.ThrowsAsync<ComfyDepsException>(() => PackSourceReader.ReadAsync(
            "https://untrusted.example.org/o/untrusted",
            null,
            NullReporter.Instance,
            TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCode.SourceUnavailable, error.Code);
        Assert.Contains("certificate", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task AnAddressThatLeadsToAnotherTransportIsNotFollowed()
    {
        await using GitStandIn git = new();
        git.Add("o/plain").Commit();
        using GitSettings settings = new($"url.{git.Address}/.insteadOf", "https://plain.example.org/");

        ComfyDepsException error = await Assert.ThrowsAsync<ComfyDepsException>(() => PackSourceReader.ReadAsync(
            "https://plain.example.org/o/plain", null, NullReporter.Instance, TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCode.SourceUnavailable, error.Code);
        Assert.Contains("transport 'http' not allowed", error.Message, StringComparison.Ordinal);
        Assert.Empty(git.Requests.All);
    }

    [Theory]
    [InlineData("http://github.com/o/p")]
    [InlineData("ssh://git@github.com/o/p")]
    [InlineData("git@github.com:o/p.git")]
    [InlineData("file:///etc")]
    [InlineData("ext::sh -c touch")]
    [InlineData("--upload-pack=touch")]
    [InlineData("/no/such/folder")]
    public async Task TakesFoldersAndHttpsOnly(string source)
    {
        ComfyDepsException error = await Assert.ThrowsAsync<ComfyDepsException>(
            () => PackSourceReader.ReadAsync(
                source, null, NullReporter.Instance, TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
    }

    [Fact]
    public async Task AFolderThatIsNoRepositoryIsAnError()
    {
        using TestCatalog.Folder folder = new();

        ComfyDepsException error = await Assert.ThrowsAsync<ComfyDepsException>(
            () => PackSourceReader.ReadAsync(
                folder.Path, "https://github.com/o/p", NullReporter.Instance, TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCode.SourceUnavailable, error.Code);
    }

    private static string[] Copies()
        => [
            .. Directory.GetDirectories(Path.GetTempPath(), "comfydeps-*.*")
                .Where(static d => File.Exists(Path.Join(d, "HEAD")))
                .Order(),
        ];

    private static string Commit(TestCatalog.Folder folder, string name, string text)
    {
        folder.Write(name, text);
        Git(folder, "add", "-A");
        Git(
            folder,
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.org",
            "commit",
            "--quiet",
            "--no-gpg-sign",
            "-m",
            "m");
        return Git(folder, "rev-parse", "HEAD").Trim();
    }

    private static string Git(TestCatalog.Folder folder, params string[] arguments)
    {
        ProcessStartInfo start = new("git", ["-C", folder.Path, .. arguments]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    /// <summary>
    /// A setting that every git started meanwhile has; it is about an address that no other test uses.
    /// </summary>
    private sealed class GitSettings : IDisposable
    {
        private readonly List<(string Name, string? Before)> _variables = [];

        public GitSettings(string key, string value, string? authorities = null)
        {
            Set("GIT_CONFIG_KEY_0", key);
            Set("GIT_CONFIG_VALUE_0", value);
            Set("GIT_CONFIG_COUNT", "1");
            if (authorities is not null)
            {
                Set("GIT_SSL_CAINFO", authorities);
            }
        }

        public void Dispose()
        {
            // The count goes before what it counts.
            _variables.Reverse();
            _variables.ForEach(static variable => Environment.SetEnvironmentVariable(variable.Name, variable.Before));
        }

        private void Set(string name, string value)
        {
            _variables.Add((name, Environment.GetEnvironmentVariable(name)));
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
