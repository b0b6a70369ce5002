using System;
using System.Collections.Generic;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text;
using System.Text.RegularExpressions;

namespace ComfyDeps.Shell.Hosting;

/// <summary>Turns a script's command line into parameters, by the rules of <c>pwsh -File</c>.</summary>
internal static partial class ScriptArguments
{
    internal static IEnumerable<CommandParameter> Parse(IReadOnlyList<string> arguments)
    {
        string? pending = null;
        foreach (string argument in arguments)
        {
            int colon = argument.IndexOf(':', StringComparison.Ordinal);
            if (pending is not null)
            {
                yield return new CommandParameter(pending, argument);
                pending = null;
            }
            else if (argument.Length < 2 || argument[0] != '-')
            {
                yield return new CommandParameter(null, argument);
            }
            else if (colon < 0)
            {
                // The binder pairs it with the value that follows, or takes it as a switch.
                yield return new CommandParameter(argument);
            }
            else if (colon < argument.Length - 1)
            {
                yield return new CommandParameter(argument[..colon], SwitchValue(argument[(colon + 1)..]));
            }
            else
            {
                pending = argument[..colon];
            }
        }
    }

    /// <summary>The line of PowerShell that runs a script with these arguments.</summary>
    /// <param name="path">The script.</param>
    /// <param name="arguments">What follows it on the command line.</param>
    /// <returns>The line, everything in it quoted.</returns>
    internal static string Invocation(string path, IReadOnlyList<string> arguments)
    {
        StringBuilder line = new($". {Quoted(path)}");
        foreach (CommandParameter parameter in Parse(arguments))
        {
            bool isName = parameter.Name is not null && ParameterName().IsMatch(parameter.Name);
            line.Append(' ').Append((isName, parameter.Value) switch
            {
                (true, null) => parameter.Name,
                (true, bool value) => $"{parameter.Name}:${value}",
                (true, string value) => $"{parameter.Name}:{Quoted(value)}",
                _ => Quoted($"{parameter.Name ?? parameter.Value}"),
            });
        }

        return line.ToString();
    }

    [GeneratedRegex(@"^-[A-Za-z_?][\w-]*\z")]
    private static partial Regex ParameterName();

    private static string Quoted(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    private static object SwitchValue(string text)
        => bool.TryParse(text.AsSpan(text[0] == '$' ? 1 : 0), out bool value) ? value : text;
}
