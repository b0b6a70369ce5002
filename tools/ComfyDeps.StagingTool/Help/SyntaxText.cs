using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.StagingTool.Help;

/// <summary>How a cmdlet is typed, a line for each of its sets, as <c>Get-Command -Syntax</c> writes it.</summary>
internal static class SyntaxText
{
    internal static string Of(CmdletFacts cmdlet)
        => string.Join("\n\n", cmdlet.Sets.Select(set => string.Join(' ', Words(cmdlet, set))));

    private static IEnumerable<string> Words(CmdletFacts cmdlet, string? set)
    {
        yield return cmdlet.Name;
        foreach ((ParameterFacts parameter, ParameterPlace place) in cmdlet.In(set))
        {
            yield return Word(parameter, place);
        }

        yield return "[<CommonParameters>]";
    }

    private static string Word(ParameterFacts parameter, ParameterPlace place)
    {
        string name = $"-{parameter.Name}";
        if (parameter.IsSwitch)
        {
            return place.IsMandatory ? name : $"[{name}]";
        }

        string word = $"{(place.Position is null ? name : $"[{name}]")} <{parameter.Type}>";
        return place.IsMandatory ? word : $"[{word}]";
    }
}
