using System;
using System.Collections.Generic;
using System.Text;
using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Models;

/// <summary>Says what is wrong with a model file, whatever the registry says of it.</summary>
internal static class ModelJudge
{
    private const string FetchAgain = "Delete the file and download it again.";

    /// <summary>The largest answer of a service that is taken for one.</summary>
    private const long LargestAnswer = 1 << 20;

    /// <summary>Judges a file.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="file">The file.</param>
    /// <param name="readsHeader">Whether its first bytes are looked at.</param>
    internal static IEnumerable<InspectionFinding> Judge(IEnvironmentFiles files, ModelFile file, bool readsHeader)
    {
        InspectionFinding? content = file.Facts.Kind == FileKind.DanglingLink
            ? new InspectionFinding(
                VerificationStatus.Missing,
                Finding.DanglingLink,
                Shown($"'{file.Path}' is a link that leads to nothing."),
                "Restore what it leads to, or remove the link and download the file.")
            : Content(files, file, readsHeader);
        if (content is not null)
        {
            yield return content;
        }

        // A link in the models folder itself was to be a folder.
        if (!file.Root.IsSearched || (file.Root.Folder.Length == 0 && file.Facts.IsFile))
        {
            yield return new InspectionFinding(
                VerificationStatus.Mismatch,
                Finding.WrongFolder,
                file.Root.IsSearched
                    ? Shown($"'{file.RelativePath}' lies in the models folder itself, where no loader looks.")
                    : Shown($"ComfyUI does not look in '{file.Root.Path}'."),
                file.Root.IsSearched
                    ? "Move it into the folder of its kind."
                    : "Name that folder in extra_model_paths.yaml, or move the file into one that ComfyUI knows.");
        }
    }

    /// <summary>What a file says that lies behind another one of its name.</summary>
    /// <param name="file">The file.</param>
    /// <param name="hash">Its hash, where it is known.</param>
    /// <param name="winnerHash">The hash of the one before it, where it is known.</param>
    internal static InspectionFinding? Shadowed(ModelFile file, string? hash, string? winnerHash)
        => file.Winner is ModelFile winner
            && (winner.Facts.Size != file.Facts.Size
                || (hash is not null && winnerHash is not null && hash != winnerHash))
                ? new InspectionFinding(
                    VerificationStatus.Mismatch,
                    Finding.ShadowedRoot,
                    Shown($"ComfyUI takes '{winner.Path}', which has other content, and never this file."),
                    "Remove or rename the one that is not wanted.")
                : null;

    private static string Shown(FormattableString text) => ShownText.Of(FormattableString.Invariant(text));

    private static InspectionFinding? Content(IEnvironmentFiles files, ModelFile file, bool readsHeader)
    {
        string name = EnvironmentPath.Name(file.Path);
        if (file.HasControlFile || ModelFileNames.IsUnfinished(name))
        {
            return Wrong(
                Finding.Partial,
                $"'{name}' is what a download left that did not end.",
                "Let the download finish, or delete the file and start again.");
        }

        if (file.Facts.Size == 0)
        {
            return Wrong(Finding.ZeroBytes, $"'{name}' is empty.", FetchAgain);
        }

        if (!readsHeader || (!ModelFileNames.IsBinary(name) && file.Facts.Size > LargestAnswer))
        {
            return null;
        }

        return files.ReadHead(file.Path, file.Facts.Size) is ModelHead head
            ? OfHead(name, file.Facts.Size, head)
            : new InspectionFinding(
                VerificationStatus.Undetermined,
                Finding.Unreadable,
                Shown($"'{file.Path}' may not be read."),
                "Look at it as a user who may read it.");
    }

    private static InspectionFinding? OfHead(string name, long size, ModelHead head)
    {
        ReadOnlySpan<byte> first = head.First;
        if (first.StartsWith("version https://git-lfs.github.com/spec/"u8))
        {
            return Wrong(
                Finding.LfsPointer,
                $"'{name}' is a Git LFS pointer of {size} bytes, and not the file that it points to.",
                "Fetch the file itself with 'git lfs pull', or download it from its address.");
        }

        if (!ModelFileNames.IsBinary(name))
        {
            return null;
        }

        string text = Encoding.Latin1.GetString(first).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\t', '\r', '\n');
        if (StartsWith(text, "<!doctype html") || StartsWith(text, "<html") || StartsWith(text, "<head"))
        {
            return Wrong(
                Finding.HtmlPage,
                $"'{name}' is a web page: a login page or an error, and not the file.",
                "Download it again, with a token where its source wants one.");
        }

        if (size <= LargestAnswer
            && (text.StartsWith('{')
                || StartsWith(text, "<?xml")
                || StartsWith(text, "<error")
                || IsSentence(text, size)))
        {
            return Wrong(
                Finding.ErrorAnswer,
                $"'{name}' is what a service answered in place of the file.",
                "Read it to see why, and download the file again, with a token where its source wants one.");
        }

        return OfKind(name, size, head);
    }

    /// <summary>Such as <c>Access to model … is restricted</c>: a short text in place of tensors.</summary>
    private static bool IsSentence(string text, long size)
        => size <= ModelHead.Length
            && text.Contains(' ', StringComparison.Ordinal)
            && !text.AsSpan().ContainsAnyExceptInRange('\t', '~');

    private static InspectionFinding? OfKind(string name, long size, ModelHead head)
    {
        string extension = ModelFileNames.Extension(name);
        ReadOnlySpan<byte> first = head.First;
        return extension switch
        {
            ".safetensors" or ".sft" when head.ExpectedSize is not long expected => Wrong(
                Finding.SafetensorsMalformed, $"'{name}' has no safetensors header that can be read.", FetchAgain),
            ".safetensors" or ".sft" when head.ExpectedSize != size => Wrong(
                Finding.SafetensorsTruncated,
                $"'{name}' has {size} bytes, and its header speaks of {head.ExpectedSize}.",
                FetchAgain),
            ".gguf" when !first.StartsWith("GGUF"u8)
                => Wrong(Finding.GgufMalformed, $"'{name}' does not begin as a GGUF file.", FetchAgain),
            _ when first.StartsWith("PK\x3\x4"u8) && !head.HasZipEnd => Wrong(
                Finding.ArchiveTruncated, $"'{name}' begins as a zip archive and does not end as one.", FetchAgain),
            _ => null,
        };
    }

    private static bool StartsWith(string text, string start)
        => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);

    private static InspectionFinding Wrong(string code, FormattableString message, string hint)
        => new(VerificationStatus.Mismatch, code, Shown(message), hint);
}
