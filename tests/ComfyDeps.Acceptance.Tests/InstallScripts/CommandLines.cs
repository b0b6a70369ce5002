using System;
using System.IO;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>What <c>ps</c> would show.</summary>
internal static class CommandLines
{
    /// <summary>The command lines of all processes.</summary>
    public static string All()
    {
        string all = "";
        foreach (string process in Directory.GetDirectories("/proc"))
        {
            try
            {
                all += int.TryParse(Path.GetFileName(process), out _)
                    ? File.ReadAllText(Path.Join(process, "cmdline")) + "\n"
                    : "";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile.
            }
        }

        return all;
    }
}
