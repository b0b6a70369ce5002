using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.StagingTool.Help;

/// <summary>What a cmdlet's code says about it.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Noun">The noun.</param>
/// <param name="DefaultSet">The set that is taken where nothing decides.</param>
/// <param name="Parameters">Its parameters, in the order of their declaration.</param>
internal sealed record CmdletFacts(
    string Verb,
    string Noun,
    string? DefaultSet,
    IReadOnlyList<ParameterFacts> Parameters)
{
    internal string Name => $"{Verb}-{Noun}";

    /// <summary>The sets, the default one first; one without a name where the parameters have none.</summary>
    internal IReadOnlyList<string?> Sets
    {
        get
        {
            string?[] named =
            [
                .. Parameters.SelectMany(static p => p.Places).Select(static p => p.Set).Where(
                    static set => set is not null)
                    .Distinct().OrderByDescending(set => set == DefaultSet),
            ];
            return named.Length == 0 ? [null] : named;
        }
    }

    /// <summary>
    /// The parameters of a set as they are typed: by position, then what must be given, then the others.
    /// </summary>
    /// <param name="set">The set.</param>
    internal IReadOnlyList<(ParameterFacts Parameter, ParameterPlace Place)> In(string? set)
        =>
        [
            .. Parameters
                .SelectMany(
                    parameter => parameter.Places.Where(place => place.Set is null || place.Set == set)
                        .Select(place => (parameter, place)))
                .OrderBy(static one => one.place.Position ?? int.MaxValue)
                .ThenByDescending(static one => one.place.IsMandatory),
        ];
}

/// <summary>What a parameter's code says about it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type as people write it.</param>
/// <param name="Aliases">Other names.</param>
/// <param name="TakesWildcards">Whether it says that it takes wildcards.</param>
/// <param name="Values">The only values that it takes; empty when any is.</param>
/// <param name="Places">Where it stands, in each set that has it.</param>
internal sealed record ParameterFacts(
    string Name,
    string Type,
    IReadOnlyList<string> Aliases,
    bool TakesWildcards,
    IReadOnlyList<string> Values,
    IReadOnlyList<ParameterPlace> Places)
{
    internal bool IsSwitch => Type == "switch";
}

/// <summary>A parameter's place in a set.</summary>
/// <param name="Set">The set; null for all of them.</param>
/// <param name="IsMandatory">Whether it must be given.</param>
/// <param name="Position">Its position; null when it must be named.</param>
/// <param name="ByValue">Whether the pipeline's objects are its value.</param>
/// <param name="ByPropertyName">Whether their properties are.</param>
internal sealed record ParameterPlace(string? Set, bool IsMandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    internal string PipelineInput => (ByValue, ByPropertyName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        _ => "false",
    };
}
