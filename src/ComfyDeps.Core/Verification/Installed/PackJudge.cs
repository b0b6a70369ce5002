using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Inspection;

namespace ComfyDeps.Verification.Installed;

/// <summary>Compares node packs, and ComfyUI itself, with what they should be.</summary>
/// <param name="judgement">Makes results.</param>
internal sealed class PackJudge(Judgement judgement)
{
    private const string Install = "Run the install script, or install the pack at its pin.";

    /// <summary>The results about one pack: one for each thing that is wrong, or one that nothing is.</summary>
    /// <param name="pack">What should be.</param>
    /// <param name="found">Everything there that is this pack.</param>
    internal IEnumerable<VerificationResult> Judge(ExpectedPack pack, IReadOnlyList<InspectedItem> found)
    {
        if (found.Count == 0)
        {
            string reason = pack.Classes.Count == 0
                ? "The pack is not there."
                : $"The pack is not there; {Needed(pack)}";
            return [Of(pack, VerificationStatus.Missing, InstallationCode.NotInstalled, reason, null, Install)];
        }

        // The one that ComfyUI loads is the one that counts; of the others only what is wrong with them.
        InspectedItem main = found.FirstOrDefault(static item => item.Item.Enabled) ?? found[0];
        List<VerificationResult> results =
        [
            .. Difference(pack, main.Item) is VerificationResult difference
                ? [difference]
                : Array.Empty<VerificationResult>(),
            .. judgement.OfFindings(pack.Id, main, pack.Pin),
            .. found
                .Where(item => item != main && item.Item.Enabled)
                .SelectMany(item => judgement.OfFindings(pack.Id, item, pack.Pin)),
        ];
        return results.Count > 0 ? Told(results) : [Good(pack, main.Item)];
    }

    /// <summary>The results about ComfyUI.</summary>
    /// <param name="pin">What should be, or null.</param>
    /// <param name="found">What is there, or null.</param>
    internal IEnumerable<VerificationResult> Judge(Registry.ComfyUiPin? pin, InspectedItem? found)
    {
        const string Name = "ComfyUI";
        if (found is null)
        {
            return pin is null ? [] :
            [
                judgement.Of(
                    DependencyKind.ComfyUI, Name, VerificationStatus.Missing, InstallationCode.NotInstalled,
                    "There is no ComfyUI.",
                    pin.Commit,
                    null,
                    "Run the install script, or name the folder that holds ComfyUI."),
            ];
        }

        string? actual = found.Item.Commit ?? found.Item.Version;
        List<VerificationResult> results = [.. judgement.OfFindings(Name, found, pin?.Commit)];
        if (pin is not null && found.Item.Commit is string commit && commit != pin.Commit)
        {
            results.Insert(0, judgement.Of(
                DependencyKind.ComfyUI, Name, VerificationStatus.Mismatch, InstallationCode.WrongCommit,
                "ComfyUI is at another commit.",
                pin.Commit,
                commit,
                "Check that commit out, or set the registry to this one."));
        }
        else if (pin is not null && found.Item.Commit is null)
        {
            bool isOther = pin.Version is string wanted
                && found.Item.Version is string has
                && Plain(wanted) != Plain(has);
            results.Insert(0, isOther
                ? judgement.Of(
                    DependencyKind.ComfyUI, Name, VerificationStatus.Mismatch, InstallationCode.WrongVersion,
                    $"ComfyUI is of version {found.Item.Version}.",
                    pin.Version,
                    found.Item.Version,
                    "Check the pinned commit out.")
                : judgement.Of(
                    DependencyKind.ComfyUI, Name, VerificationStatus.Undetermined, InstallationCode.NotTold,
                    "The environment does not tell the commit of ComfyUI.", pin.Commit, found.Item.Version,
                    "Look at it by its folder or over SSH, where it is a checkout."));
        }

        return results.Count > 0 ? results
            : pin is null ? []
            : [
                judgement.Of(
                    DependencyKind.ComfyUI,
                    Name,
                    VerificationStatus.Verified,
                    InstallationCode.Found,
                    null,
                    pin.Commit,
                    actual),
            ];
    }

    private static string Plain(string version) => version.TrimStart('v', 'V');

    private static string Needed(ExpectedPack pack)
        => pack.Classes.Count == 1
            ? $"'{pack.Classes[0]}' is needed of it."
            : $"'{pack.Classes[0]}' and {pack.Classes.Count - 1} more classes are needed of it.";

    private VerificationResult? Difference(ExpectedPack pack, InstalledItem item)
    {
        if (pack.Entry is null)
        {
            return null;
        }

        if (pack.Pin is not string pin)
        {
            return Of(
                pack,
                VerificationStatus.Unpinned,
                InstallationCode.NoPin,
                "The registry pins no exact version to compare with.",
                item.Commit ?? item.Version, "Update-ComfyRegistry pins it.");
        }

        bool wantsRelease = pack.Entry.Source.Kind == SourceKind.ComfyRegistry;
        if (item.Source is SourceKind source && source != pack.Entry.Source.Kind)
        {
            return Of(
                pack, VerificationStatus.Mismatch, InstallationCode.WrongSource,
                wantsRelease
                    ? "It is a git checkout, and version " + pin + " of the Comfy Registry should be there."
                    : "It is a version of the Comfy Registry, and a checkout of the pinned commit should be there.",
                item.Commit ?? item.Version,
                Install);
        }

        string? actual = wantsRelease ? item.Version : item.Commit;
        return actual is null ? HasReason(item) ? null : Of(
                pack,
                VerificationStatus.Undetermined,
                InstallationCode.NotTold,
                "The environment does not tell which version it is.",
                null,
                "Look at it by its folder or over SSH; install the pack at its pin where that does not tell either.")
            : actual != pin ? Of(
                pack,
                VerificationStatus.Mismatch,
                wantsRelease ? InstallationCode.WrongVersion : InstallationCode.WrongCommit,
                wantsRelease ? $"It is of version {actual}." : "It is at another commit.", actual, Install)
            : pack.Entry.Directory is string directory && directory != ExpectedPack.FolderOf(item) ? Of(
                pack, VerificationStatus.Mismatch, InstallationCode.WrongDirectory,
                $"It is in '{ExpectedPack.FolderOf(item)}', and should be in '{directory}'.",
                actual,
                "Rename the folder.")
            : null;
    }

    /// <summary>Whether the inspection itself says why nothing more is known.</summary>
    private static bool HasReason(InstalledItem item) => item.Problems.Count > 0;

    /// <summary>Each reason once.</summary>
    private static IEnumerable<VerificationResult> Told(List<VerificationResult> results)
        => results.DistinctBy(static result => (result.Code, result.Message));

    private VerificationResult Good(ExpectedPack pack, InstalledItem item)
        => pack.Entry is null
            ? Of(pack, VerificationStatus.Verified, InstallationCode.Present, null, item.Commit ?? item.Version, null)
            : Of(pack, VerificationStatus.Verified, InstallationCode.Found, null, pack.Pin, null);

    private VerificationResult Of(
        ExpectedPack pack,
        VerificationStatus status,
        string code,
        string? message,
        string? actual,
        string? hint)
        => judgement.Of(DependencyKind.Node, pack.Id, status, code, message, pack.Pin, actual, hint);
}
