using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Inspection;
using ComfyDeps.Registry;

namespace ComfyDeps.Verification.Installed;

/// <summary>Compares node packs, and ComfyUI itself, with what they should be.</summary>
/// <param name="judgement">Makes results.</param>
internal sealed class PackJudge(Judgement judgement)
{
    private const string ComfyUi = "ComfyUI";
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
    internal IEnumerable<VerificationResult> Judge(ComfyUiPin? pin, InspectedItem? found)
    {
        if (found is null)
        {
            return pin is null ? [] : [NoComfyUi(pin)];
        }

        List<VerificationResult> results = [.. judgement.OfFindings(ComfyUi, found, pin?.Commit)];
        if (pin is null)
        {
            return results;
        }

        if (Difference(pin, found.Item) is VerificationResult difference)
        {
            results.Insert(0, difference);
        }

        return results.Count > 0 ? results : [Good(pin, found.Item)];
    }

    private VerificationResult NoComfyUi(ComfyUiPin pin)
        => OfComfyUi(
            VerificationStatus.Missing,
            InstallationCode.NotInstalled,
            "There is no ComfyUI.",
            pin.Commit,
            null,
            "Run the install script, or name the folder that holds ComfyUI.");

    /// <summary>
    /// How ComfyUI differs from its pin; null where it does not. The commit decides, the version only where the
    /// environment does not tell a commit.
    /// </summary>
    private VerificationResult? Difference(ComfyUiPin pin, InstalledItem item)
    {
        if (item.Commit is null)
        {
            return VersionDifference(pin, item.Version);
        }

        return item.Commit == pin.Commit ? null : OfComfyUi(
            VerificationStatus.Mismatch,
            InstallationCode.WrongCommit,
            "ComfyUI is at another commit.",
            pin.Commit,
            item.Commit,
            "Check that commit out, or set the registry to this one.");
    }

    /// <summary>A version can show that it is another ComfyUI, and never that it is the pinned one.</summary>
    private VerificationResult VersionDifference(ComfyUiPin pin, string? actual)
    {
        bool isOther = pin.Version is not null && actual is not null && Plain(pin.Version) != Plain(actual);
        return isOther
            ? OfComfyUi(
                VerificationStatus.Mismatch,
                InstallationCode.WrongVersion,
                $"ComfyUI is of version {actual}.",
                pin.Version,
                actual,
                "Check the pinned commit out.")
            : OfComfyUi(
                VerificationStatus.Undetermined,
                InstallationCode.NotTold,
                "The environment does not tell the commit of ComfyUI.",
                pin.Commit,
                actual,
                "Look at it by its folder or over SSH, where it is a checkout.");
    }

    private VerificationResult Good(ComfyUiPin pin, InstalledItem item)
        => OfComfyUi(
            VerificationStatus.Verified, InstallationCode.Found, null, pin.Commit, item.Commit ?? item.Version, null);

    private VerificationResult OfComfyUi(
        VerificationStatus status,
        string code,
        string? message,
        string? expected,
        string? actual,
        string? hint)
        => judgement.Of(DependencyKind.ComfyUI, ComfyUi, status, code, message, expected, actual, hint);

    private static string Plain(string version) => version.TrimStart('v', 'V');

    private static string Needed(ExpectedPack pack)
        => pack.Classes.Count == 1
            ? $"'{pack.Classes[0]}' is needed of it."
            : $"'{pack.Classes[0]}' and {pack.Classes.Count - 1} more classes are needed of it.";

    /// <summary>How a pack differs from its entry in the registry; null where it does not.</summary>
    private VerificationResult? Difference(ExpectedPack pack, InstalledItem item)
    {
        if (pack.Entry is not NodeEntry entry)
        {
            return null;
        }

        if (pack.Pin is not string pin)
        {
            return NoPin(pack, item);
        }

        bool wantsRelease = entry.Source.Kind == SourceKind.ComfyRegistry;
        if (item.Source is SourceKind source && source != entry.Source.Kind)
        {
            return OtherSource(pack, item, wantsRelease);
        }

        string? actual = wantsRelease ? item.Version : item.Commit;
        if (actual is null)
        {
            return HasReason(item) ? null : VersionNotTold(pack);
        }

        return actual != pin ? OtherVersion(pack, actual, wantsRelease)
            : entry.Directory is string directory && directory != ExpectedPack.FolderOf(item)
                ? OtherDirectory(pack, item, directory, actual)
            : null;
    }

    private VerificationResult NoPin(ExpectedPack pack, InstalledItem item)
        => Of(
            pack,
            VerificationStatus.Unpinned,
            InstallationCode.NoPin,
            "The registry pins no exact version to compare with.",
            item.Commit ?? item.Version,
            "Update-ComfyRegistry pins it.");

    private VerificationResult OtherSource(ExpectedPack pack, InstalledItem item, bool wantsRelease)
        => Of(
            pack,
            VerificationStatus.Mismatch,
            InstallationCode.WrongSource,
            wantsRelease
                ? $"It is a git checkout, and version {pack.Pin} of the Comfy Registry should be there."
                : "It is a version of the Comfy Registry, and a checkout of the pinned commit should be there.",
            item.Commit ?? item.Version,
            Install);

    private VerificationResult VersionNotTold(ExpectedPack pack)
        => Of(
            pack,
            VerificationStatus.Undetermined,
            InstallationCode.NotTold,
            "The environment does not tell which version it is.",
            null,
            "Look at it by its folder or over SSH; install the pack at its pin where that does not tell either.");

    private VerificationResult OtherVersion(ExpectedPack pack, string actual, bool wantsRelease)
        => Of(
            pack,
            VerificationStatus.Mismatch,
            wantsRelease ? InstallationCode.WrongVersion : InstallationCode.WrongCommit,
            wantsRelease ? $"It is of version {actual}." : "It is at another commit.",
            actual,
            Install);

    private VerificationResult OtherDirectory(ExpectedPack pack, InstalledItem item, string directory, string actual)
        => Of(
            pack,
            VerificationStatus.Mismatch,
            InstallationCode.WrongDirectory,
            $"It is in '{ExpectedPack.FolderOf(item)}', and should be in '{directory}'.",
            actual,
            "Rename the folder.");

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
