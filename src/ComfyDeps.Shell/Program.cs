using System;
using System.Reflection;
using System.Text;
using ComfyDeps.Shell.Hosting;

namespace ComfyDeps.Shell;

/// <summary>
/// Runs PowerShell commands with the ComfyDeps module imported, on machines that have .NET and no pwsh.
/// </summary>
internal static class Program
{
    private const int BadCommandLine = 64;

    private static int Main(string[] args)
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }

        CommandLine line = CommandLine.Parse(args);
        switch (line.Mode)
        {
            case CommandLineMode.Help:
                Console.Out.WriteLine(CommandLine.HelpText);
                return 0;
            case CommandLineMode.Version:
                Console.Out.WriteLine(VersionText());
                return 0;
            case CommandLineMode.Wrong:
                Console.Error.WriteLine(line.Problem);
                Console.Error.WriteLine("Run 'comfydeps -Help' for what it takes.");
                return BadCommandLine;
        }

        using Session session = new(line);
        return session.Run();
    }

    private static string VersionText()
    {
        string version = typeof(Program).Assembly.GetName().Version!.ToString(3);
        string engine = typeof(System.Management.Automation.PowerShell).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split(' ', '+')[0];
        return $"ComfyDeps {version} (PowerShell engine {engine}, .NET {Environment.Version})";
    }
}
