using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Folder;

/// <summary>Finds the parts of an environment on this machine.</summary>
internal static class LocalPlace
{
    private const int LargestCommandLine = 64 * 1024;

    /// <summary>Finds them.</summary>
    /// <param name="files">This machine's files.</param>
    /// <param name="folder">The folder that the user named.</param>
    internal static EnvironmentPlace Find(LocalFiles files, string folder)
    {
        PlaceFinder finder = new(files, Home());
        EnvironmentPlace place = finder.Find(folder);
        if (place.ComfyUi is string comfy && Running(files, comfy) is RunningComfyUi running)
        {
            place = finder.Find(folder, running);
        }

        // Only a folder of the machine itself, and no volume of another one, may use the machine's own Python.
        bool isOwn = OperatingSystem.IsLinux() && place.PythonFolders.All(p => !files.Look(p).IsFolder)
            && place.ComfyUi is not null && EnvironmentPath.Parent(place.ComfyUi) == "/";
        return place with
        {
            Machine = Machine(),
            SystemPrefixes = isOwn || place.ComfyUi is not null && EnvironmentPath.Parent(place.ComfyUi) == "/"
                ? ["/usr/local", "/usr"]
                : [],
            PythonFolders = isOwn ? [.. place.PythonFolders, "/opt/conda", "/usr/local", "/usr"] : place.PythonFolders,
        };
    }

    private static string? Home()
        => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home
            ? home.Replace('\\', '/')
            : null;

    private static string? Machine() => (RuntimeInformation.OSArchitecture, OperatingSystem.IsWindows()) switch
    {
        (Architecture.X64, true) => "AMD64",
        (Architecture.X64, false) => "x86_64",
        (Architecture.Arm64, true) => "ARM64",
        (Architecture.Arm64, false) => OperatingSystem.IsMacOS() ? "arm64" : "aarch64",
        _ => null,
    };

    /// <summary>The process that runs <c>main.py</c> of this ComfyUI, as Linux tells of it; else null.</summary>
    private static RunningComfyUi? Running(LocalFiles files, string comfy)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        foreach (string name in (files.List("/proc") ?? []).Where(static n => n.All(char.IsAsciiDigit)))
        {
            try
            {
                using FileStream stream = File.OpenRead($"/proc/{name}/cmdline");
                byte[] bytes = new byte[LargestCommandLine];
                int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
                string[] arguments = System.Text.Encoding.UTF8.GetString(bytes, 0, length)
                    .Split('\0', StringSplitOptions.RemoveEmptyEntries);
                int main = Array.FindIndex(
                    arguments, static a => a == "main.py" || a.EndsWith("/main.py", StringComparison.Ordinal));
                string? folder = main < 0
                    ? null
                    : new DirectoryInfo($"/proc/{name}/cwd").ResolveLinkTarget(false)?.FullName;
                if (folder is not null
                    && EnvironmentPath.Parent(
                        EnvironmentPath.Normalize(EnvironmentPath.Join(folder, arguments[main]))) == comfy)
                {
                    return new RunningComfyUi(arguments[(main + 1)..], folder, Prefix(files, arguments[0], folder));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or is somebody else's.
                continue;
            }
        }

        return null;
    }

    /// <summary>Of <c>/opt/venv/bin/python</c> the folder of the environment.</summary>
    private static string? Prefix(LocalFiles files, string program, string folder)
    {
        if (!program.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        string bin = EnvironmentPath.Parent(EnvironmentPath.Normalize(EnvironmentPath.Join(folder, program)));
        return EnvironmentPath.Name(bin) == "bin" && files.Look(bin).IsFolder ? EnvironmentPath.Parent(bin) : null;
    }
}
