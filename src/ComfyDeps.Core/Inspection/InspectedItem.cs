using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Inspection;

/// <summary>One thing that an environment holds, with what is wrong with it whatever the registry says.</summary>
/// <param name="Item">The thing.</param>
/// <param name="Findings">What is wrong with it; empty when nothing is.</param>
internal sealed record InspectedItem(InstalledItem Item, IReadOnlyList<InspectionFinding> Findings)
{
    /// <summary>The thing, with the codes of what is wrong with it.</summary>
    internal InstalledItem ToInstalledItem()
    {
        Item.Problems = [.. Findings.Select(static finding => finding.Code).Distinct()];
        return Item;
    }
}

/// <summary>What is wrong with one thing in an environment.</summary>
/// <param name="Status">The verdict that it leads to.</param>
/// <param name="Code">The reason in one word that scripts can rely on, such as <c>LfsPointer</c>.</param>
/// <param name="Message">The reason in one sentence.</param>
/// <param name="Hint">What to do next, or null.</param>
internal sealed record InspectionFinding(VerificationStatus Status, string Code, string Message, string? Hint = null);
