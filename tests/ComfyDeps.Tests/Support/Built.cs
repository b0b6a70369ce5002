using System;
using System.IO;
using System.Text.RegularExpressions;

namespace ComfyDeps.Tests.Support;

/// <summary>What the build has made.</summary>
internal static partial class Built
{
    private static readonly string s_configuration = Path.GetFileName(
        AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>The version that the manifest says.</summary>
    internal static string Version { get; } = VersionLine()
        .Match(File.ReadAllText(Path.Join(Repository.Root, "ComfyDeps.psd1"))).Groups[1].Value;

    /// <summary>The module as users get it.</summary>
    internal static string Module { get; } = Path.Join(Repository.Root, "out", "ComfyDeps", Version);

    internal static string Manifest { get; } = Path.Join(Module, "ComfyDeps.psd1");

    internal static string Shell { get; } = Output("ComfyDeps.Shell", "ComfyDeps.Shell.dll");

    internal static string TestCmdlets { get; } = Output("ComfyDeps.TestCmdlets", "ComfyDeps.TestCmdlets.dll");

    private static string Output(string project, string file)
        => Path.Join(Repository.Root, "artifacts", "bin", project, s_configuration, file);

    [GeneratedRegex(@"(?m)^\s*ModuleVersion\s*=\s*'([^']+)'")]
    private static partial Regex VersionLine();
}
