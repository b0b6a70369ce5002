using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace ComfyDeps.Catalog;

/// <summary>
/// What ComfyUI-Manager refuses to start with: the lists in its security check. Its Python is read as text and never
/// run; of its entries those count that name a folder of a pack or an exact version of a distribution.
/// </summary>
internal static partial class SecurityList
{
    /// <summary>The name under which the file is kept beside the other lists.</summary>
    internal const string FileName = "security_check.py";

    private const long LargestFile = 1024 * 1024;

    /// <summary>Where a checkout of ComfyUI-Manager has it, and where a fetched copy is.</summary>
    private static readonly string[] s_places = [FileName, "glob/" + FileName, "comfyui_manager/common/" + FileName];

    /// <summary>The advisories of a folder with ComfyUI-Manager's lists; none where it has no such file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="provenance">Where the lists are from.</param>
    internal static IReadOnlyList<AdvisoryFact> Read(string folder, ListProvenance provenance)
    {
        FileInfo? file = s_places
            .Select(place => new FileInfo(Path.Join(folder, place)))
            .FirstOrDefault(static one => one.Exists);
        return file is null || file.Length > LargestFile
            ? []
            : [.. Parse(File.ReadAllText(file.FullName), $"{provenance.Source} {FileName}")];
    }

    /// <summary>Puts advisories beside those that are known; what is known already keeps its own evidence.</summary>
    /// <param name="known">What is known.</param>
    /// <param name="more">What a list says.</param>
    internal static IReadOnlyList<AdvisoryFact> Merge(
        IReadOnlyList<AdvisoryFact> known,
        IReadOnlyList<AdvisoryFact> more)
        => [.. known, .. more.Where(fact => !known.Any(one => Covers(one, fact)))];

    /// <summary>The advisories in the text of the check.</summary>
    /// <param name="text">The text.</param>
    /// <param name="evidence">Where it is from.</param>
    internal static IEnumerable<AdvisoryFact> Parse(string text, string evidence)
    {
        foreach (Match list in OneList().Matches(text))
        {
            bool isPip = list.Groups["kind"].Value == "pip";
            foreach (Match key in OneKey().Matches(list.Groups["entries"].Value))
            {
                string[] parts = key.Groups["key"].Value.Split("==");
                if (isPip && parts.Length == 2)
                {
                    yield return new AdvisoryFact(
                        AdvisoryFact.Python, parts[0], parts[1], "ComfyUI-Manager does not start with it", evidence);
                }
                else if (!isPip)
                {
                    yield return new AdvisoryFact(
                        AdvisoryFact.Folder,
                        parts[0],
                        string.Empty,
                        "ComfyUI-Manager does not start with it",
                        evidence);
                }
            }
        }
    }

    private static bool Covers(AdvisoryFact one, AdvisoryFact fact)
        => one.Subject == fact.Subject
            && one.Name == fact.Name
            && (one.Versions.Length == 0 || one.Versions.Split(' ').Contains(fact.Versions));

    [GeneratedRegex("""(?<kind>node|pip)_blacklist\s*=\s*\{(?<entries>[^{}]*)\}""")]
    private static partial Regex OneList();

    [GeneratedRegex("""(["'])(?<key>[A-Za-z0-9][A-Za-z0-9._=-]{0,99})\1\s*:""")]
    private static partial Regex OneKey();
}
