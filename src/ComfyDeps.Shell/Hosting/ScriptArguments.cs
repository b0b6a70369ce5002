using System;
using System.Collections.Generic;
using System.Management.Automation.Runspaces;

namespace ComfyDeps.Shell.Hosting;

/// <summary>Turns a script's command line into parameters, by the rules of <c>pwsh -File</c>.</summary>
internal static class ScriptArguments
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

    private static object SwitchValue(string text)
        => bool.TryParse(text.AsSpan(text[0] == '$' ? 1 : 0), out bool value) ? value : text;
}
