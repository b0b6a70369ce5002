using System.Collections.Generic;
using ComfyDeps.Versioning;

namespace ComfyDeps.Inspection.Python;

/// <summary>Compares what is required with what an interpreter has.</summary>
internal sealed class RequirementCheck
{
    private readonly Interpreter _interpreter;

    /// <summary>Prepares to compare.</summary>
    /// <param name="interpreter">The interpreter.</param>
    internal RequirementCheck(Interpreter interpreter) => _interpreter = interpreter;

    /// <summary>What is wrong with the requirements of one pack.</summary>
    /// <param name="requirements">The requirements.</param>
    internal IEnumerable<InspectionFinding> Check(IEnumerable<Requirement> requirements)
    {
        HashSet<string> told = new(System.StringComparer.Ordinal);
        foreach (Requirement requirement in requirements)
        {
            if (Marker.Holds(requirement.Marker, _interpreter.Platform) != true)
            {
                continue;
            }

            if (CheckOne(requirement, null) is InspectionFinding finding && told.Add(requirement.Text))
            {
                yield return finding;
            }

            foreach (InspectionFinding ofExtra in CheckExtras(requirement))
            {
                yield return ofExtra;
            }
        }
    }

    /// <summary>What the constraints say against a distribution.</summary>
    /// <param name="constraints">The constraints.</param>
    /// <param name="distribution">The distribution.</param>
    internal InspectionFinding? Violated(IEnumerable<Requirement> constraints, Distribution distribution)
    {
        foreach (Requirement constraint in constraints)
        {
            if (constraint.Name == distribution.Name
                && Marker.Holds(constraint.Marker, _interpreter.Platform) == true
                && constraint.Versions is PythonVersionSet versions
                && PythonVersion.TryParse(distribution.Version, out PythonVersion? version)
                && !versions.Includes(version))
            {
                return new InspectionFinding(
                    VerificationStatus.Mismatch,
                    Finding.ConstraintMismatch,
                    ShownText.Of(
                        $"'{distribution.Name}' is {distribution.Version}, and the constraints say "
                            + $"'{constraint.Text}'."),
                    "Install again with the constraints file, or change it.");
            }
        }

        return null;
    }

    private IEnumerable<InspectionFinding> CheckExtras(Requirement requirement)
    {
        Distribution? owner = requirement.Extras.Length == 0 ? null : _interpreter.Find(requirement.Name);
        foreach (string extra in owner is null ? [] : requirement.Extras)
        {
            foreach (string line in owner!.Requires)
            {
                if (Requirement.Parse(line) is { Marker: string marker } part
                    && Marker.Holds(marker, _interpreter.Platform) == false
                    && Marker.Holds(marker, _interpreter.Platform, extra) == true
                    && CheckOne(part, $"{requirement.Name}[{extra}]") is InspectionFinding finding)
                {
                    yield return finding;
                }
            }
        }
    }

    private InspectionFinding? CheckOne(Requirement requirement, string? through)
    {
        string wanted = through is null ? $"'{requirement.Text}'" : $"'{requirement.Text}' (through '{through}')";
        string hint = $"Install it into the Python at '{ShownText.Of(_interpreter.Root)}'.";
        if (_interpreter.Find(requirement.Name) is not Distribution found)
        {
            return _interpreter.SeesMore
                ? new InspectionFinding(
                    VerificationStatus.Undetermined,
                    Finding.MissingRequirement,
                    ShownText.Of(
                        $"{wanted} is required; the virtual environment does not have it, and the machine's own "
                            + "Python was not found."),
                    "Look over SSH, or on the machine itself.")
                : new InspectionFinding(
                    VerificationStatus.Missing,
                    Finding.MissingRequirement,
                    ShownText.Of($"{wanted} is required and not installed."),
                    hint);
        }

        return requirement.Versions is PythonVersionSet versions
            && PythonVersion.TryParse(found.Version, out PythonVersion? version)
            && !versions.Includes(version)
                ? new InspectionFinding(
                    VerificationStatus.Mismatch,
                    Finding.RequirementMismatch,
                    ShownText.Of($"{wanted} is required, and '{found.Name}' {found.Version} is installed."),
                    hint)
                : null;
    }
}
