using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Inspection;

namespace ComfyDeps.Verification.Installed;

/// <summary>Compares model files with what they should be.</summary>
/// <param name="judgement">Makes results.</param>
/// <param name="isQuick">Whether sizes are enough.</param>
internal sealed class FileJudge(Judgement judgement, bool isQuick)
{
    private const string Fetch = "Delete it and run the install script, which fetches it again.";

    /// <summary>The results about a file that is at one of its places.</summary>
    /// <param name="model">What should be.</param>
    /// <param name="found">What is there.</param>
    internal IEnumerable<VerificationResult> Judge(ExpectedModel model, InspectedItem found)
    {
        List<VerificationResult> results = [.. judgement.OfFindings(model.Name, found, Expectations.Pin(model))];
        VerificationResult? difference = Difference(model, found.Item);
        if (difference is not null && (results.Count == 0 || difference.Status == VerificationStatus.Mismatch))
        {
            results.Insert(0, difference);
        }

        return results.Count > 0
            ? results.DistinctBy(static result => (result.Code, result.Message))
            : [Good(model, found.Item)];
    }

    /// <summary>The result about a file that is at none of its places.</summary>
    /// <param name="model">What should be.</param>
    /// <param name="others">The files that nothing was expected at.</param>
    internal VerificationResult Missing(ExpectedModel model, IEnumerable<InspectedItem> others)
    {
        string fileName = model.Name[(model.Name.LastIndexOf('/') + 1)..];
        InstalledItem? elsewhere = others.Where(
            static item => item.Findings.All(static finding => finding.Code == Inspection.Finding.WrongFolder)).Select(
            static item => item.Item).FirstOrDefault(item =>
            (model.Sha256 is not null && item.Sha256 == model.Sha256)
            || (item.FileName == fileName && (model.Size is null || item.Size is null || item.Size == model.Size)));
        return elsewhere is null
            ? judgement.Of(
                DependencyKind.Model, model.Name, VerificationStatus.Missing, InstallationCode.NotInstalled,
                "The file is not there.", Expectations.Pin(model), null, "Run the install script, which fetches it.")
            : judgement.Of(
                DependencyKind.Model, model.Name, VerificationStatus.Missing, InstallationCode.WrongFolder,
                $"The file is not there; one like it is at '{elsewhere.Name}'.",
                Expectations.Pin(model),
                elsewhere.Location ?? elsewhere.Name,
                "Move it, or write the other place down as an alias with Set-ComfyRegistryEntry -Alias.");
    }

    private VerificationResult? Difference(ExpectedModel model, InstalledItem item)
    {
        if (model.Size is long size && item.Size is long has && size != has)
        {
            return Of(
                model, VerificationStatus.Mismatch, InstallationCode.WrongSize,
                $"The file has {FileComparison.Bytes(has)}, not {FileComparison.Bytes(size)}.",
                FileComparison.Bytes(has),
                Fetch);
        }

        if (model.Sha256 is string hash && item.Sha256 is string found && hash != found)
        {
            return Of(
                model,
                VerificationStatus.Mismatch,
                InstallationCode.WrongHash,
                "The file has other content: its SHA-256 differs.",
                $"sha256:{found}",
                Fetch);
        }

        return model.IsPinned && model.Sha256 is null
            ? Of(
                model,
                VerificationStatus.Unpinned,
                InstallationCode.NoPin,
                "The registry has no SHA-256 to compare with.",
                Actual(item),
                "Update-ComfyRegistry -Download takes one.")
            : model.Sha256 is not null && item.Sha256 is null && !(isQuick && HasEnough(model, item))
                ? Of(
                    model,
                    VerificationStatus.Undetermined,
                    InstallationCode.NotHashed,
                    "The file is there, and its content is not known.",
                    Actual(item), "Look at the environment by its folder or over SSH, without -Quick.")
                : null;
    }

    /// <summary>
    /// Whether a quick look tells enough: a pin has a size to compare; of what only a workflow names, being there is
    /// what is asked.
    /// </summary>
    private static bool HasEnough(ExpectedModel model, InstalledItem item)
        => !model.IsPinned || (model.Size is not null && item.Size is not null);

    private VerificationResult Good(ExpectedModel model, InstalledItem item)
        => model.Sha256 is not null && item.Sha256 == model.Sha256
            ? Of(model, VerificationStatus.Verified, InstallationCode.Found, null, Expectations.Pin(model), null)
            : Of(
                model,
                VerificationStatus.Verified,
                model.Size is null ? InstallationCode.Present : InstallationCode.SizeOnly,
                null,
                Actual(item),
                null);

    private static string? Actual(InstalledItem item)
        => item.Sha256 is string hash ? $"sha256:{hash}" : item.Size is long size ? FileComparison.Bytes(size) : null;

    private VerificationResult Of(
        ExpectedModel model,
        VerificationStatus status,
        string code,
        string? message,
        string? actual,
        string? hint)
        => judgement.Of(DependencyKind.Model, model.Name, status, code, message, Expectations.Pin(model), actual, hint);
}
