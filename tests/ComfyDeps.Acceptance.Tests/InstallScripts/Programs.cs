using System;
using System.IO;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>Programs that a pod has before all others.</summary>
internal static class Programs
{
    /// <summary>Puts a shell script onto the pod's path.</summary>
    public static void Add(Pod pod, string name, string text)
    {
        string folder = Directory.CreateDirectory(Path.Join(pod.Root, "bin")).FullName;
        string program = Path.Join(folder, name);
        File.WriteAllText(program, text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        pod.Variables["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
    }
}
