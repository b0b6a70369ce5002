using System;
using System.Collections.Generic;
using System.IO;

namespace ComfyDeps.Shell;

/// <summary>What was asked for on the command line, in the words that pwsh uses.</summary>
internal sealed class CommandLine
{
    internal const string HelpText = """
        Runs PowerShell commands with the ComfyDeps module imported, where there is .NET and no pwsh.

        comfydeps [-NonInteractive] [-WorkingDirectory <folder>]
                  [-Command <command> | -File <script.ps1> [arguments]] [-Version] [-Help]

          -Command, -c           Runs the rest of the line as a command ('-' reads commands from standard input).
          -File, -f              Runs a script file; what follows are its arguments. A bare path does the same.
          -NonInteractive, -noni Never asks; a question is an error.
          -WorkingDirectory, -wd Starts in that folder.
          -NoLogo, -NoProfile    Accepted for scripts written for pwsh: there is no logo and no profile.
          -Version, -v           Prints the versions.
          -Help, -h, -?          Prints this.

        With neither a command nor a file there is a prompt, or, when standard input is no terminal, what it holds is
        run line by line. Errors go to standard error. Exit codes are those of pwsh: 0, or 1 when the last command
        failed or an error ended the run, or N after 'exit N'; 130 after Ctrl-C; 64 for a wrong command line.
        Tables are as wide as the terminal; without one, as COLUMNS says, else 80. NO_COLOR turns colour off.

        Beside the module's cmdlets there is the language, what the engine brings (Get-Command, Get-Help, Get-Module,
        ForEach-Object, Where-Object, Out-Default, Out-Null, Start-Job …) and small versions of:

          Get-ChildItem Get-Content Get-Location Set-Location Test-Path
          Select-Object Sort-Object Group-Object Measure-Object
          ConvertTo-Json ConvertFrom-Json Out-File Out-String
          Write-Output Write-Host Write-Error Write-Warning Write-Verbose

        Format-Table, Format-List, Get-Member, Export-Csv and all else are in pwsh: objects show in their default views.
        """;

    private CommandLine(CommandLineMode mode)
    {
        Mode = mode;
    }

    internal CommandLineMode Mode { get; private init; }

    /// <summary>The command's text.</summary>
    internal string Command { get; private init; } = string.Empty;

    /// <summary>The script's full path.</summary>
    internal string File { get; private init; } = string.Empty;

    /// <summary>What follows the script's path.</summary>
    internal IReadOnlyList<string> Arguments { get; private init; } = [];

    internal bool NonInteractive { get; private init; }

    internal string? WorkingDirectory { get; private init; }

    /// <summary>What is wrong with the command line.</summary>
    internal string Problem { get; private init; } = string.Empty;

    internal static CommandLine Parse(string[] args)
    {
        bool nonInteractive = false;
        string? folder = null;
        for (int i = 0; i < args.Length; i++)
        {
            switch (Switch(args[i]))
            {
                case "command" or "c":
                    return i + 1 == args.Length
                        ? Wrong("-Command needs a command.")
                        : Text(string.Join(' ', args[(i + 1)..]), nonInteractive, folder);
                case "file" or "f":
                    return i + 1 == args.Length
                        ? Wrong("-File needs the path of a script.")
                        : Script(args[i + 1], args[(i + 2)..], nonInteractive, folder);
                case "noninteractive" or "noni":
                    nonInteractive = true;
                    break;
                case "workingdirectory" or "wd":
                    if (ProblemOfFolder(args[++i..]) is string problem)
                    {
                        return Wrong(problem);
                    }

                    folder = Path.GetFullPath(args[i]);
                    break;
                case "nologo" or "noprofile" or "nop":
                    break;
                case "version" or "v":
                    return new(CommandLineMode.Version);
                case "help" or "h" or "?":
                    return new(CommandLineMode.Help);
                case null:
                    return Script(args[i], args[(i + 1)..], nonInteractive, folder);
                default:
                    return Wrong($"'{args[i]}' is not a parameter.");
            }
        }

        return new(CommandLineMode.Prompt) { NonInteractive = nonInteractive, WorkingDirectory = folder };
    }

    /// <summary>A switch's name without its dashes, in lower case; null for anything else.</summary>
    private static string? Switch(string argument)
        => argument.Length > 1 && (argument[0] == '-' || (argument == "/?" && OperatingSystem.IsWindows()))
            ? argument.TrimStart('-', '/').ToLowerInvariant()
            : null;

    private static string? ProblemOfFolder(string[] arguments)
        => arguments.Length == 0 ? "-WorkingDirectory needs a folder."
            : Directory.Exists(Path.GetFullPath(arguments[0])) ? null
            : $"The folder '{arguments[0]}' does not exist.";

    private static CommandLine Text(string command, bool nonInteractive, string? folder)
        => new(command == "-" ? CommandLineMode.Prompt : CommandLineMode.Command)
        {
            Command = command,
            NonInteractive = nonInteractive,
            WorkingDirectory = folder,
        };

    private static CommandLine Script(string path, string[] arguments, bool nonInteractive, string? folder)
    {
        string full = Path.GetFullPath(path, folder ?? Environment.CurrentDirectory);
        if (!System.IO.File.Exists(full))
        {
            return Wrong($"The script '{path}' does not exist.");
        }

        return new(CommandLineMode.File)
        {
            File = full,
            Arguments = arguments,
            NonInteractive = nonInteractive,
            WorkingDirectory = folder,
        };
    }

    private static CommandLine Wrong(string problem) => new(CommandLineMode.Wrong) { Problem = problem };
}
