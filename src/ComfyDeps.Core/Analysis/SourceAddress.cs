using System;
using System.Buffers;
using System.Collections.Generic;

namespace ComfyDeps.Analysis;

/// <summary>
/// Judges the addresses that a workflow gives for a file. A workflow is a stranger's: only well-known hosts are taken
/// without a person's decision, and only over https.
/// </summary>
internal static class SourceAddress
{
    private const int Longest = 2048;
    private const string Https = "https://";

    /// <summary>Where an address in running text or Markdown ends.</summary>
    private static readonly SearchValues<char> s_end = SearchValues.Create(" \t\r\n\"'()[]<>`|,");

    /// <summary>The address, cleaned, or null when it is not to be taken from a workflow.</summary>
    /// <param name="text">The text that the workflow has.</param>
    public static Uri? Parse(string? text)
    {
        if (text is null
            || text.Length > Longest
            || text.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0
            || !Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            || address.Scheme != Uri.UriSchemeHttps
            || !address.IsDefaultPort
            || address.UserInfo.Length > 0)
        {
            return null;
        }

        return address.IdnHost switch
        {
            "huggingface.co" or "www.huggingface.co" or "hf.co" => HuggingFace(address),
            "civitai.com" or "www.civitai.com" => Keep(address),
            "github.com" when IsGitHubFile(address.AbsolutePath) => Keep(address),
            "raw.githubusercontent.com" or "dl.fbaipublicfiles.com" or "modelscope.cn" or "www.modelscope.cn"
                => Keep(address),
            _ => null,
        };
    }

    /// <summary>Whether a text is an address.</summary>
    /// <param name="text">Any text.</param>
    public static bool IsAddress(string text)
        => text.StartsWith("http", StringComparison.OrdinalIgnoreCase)
            && text.Contains("://", StringComparison.Ordinal);

    /// <summary>The name of the file that an address ends with.</summary>
    /// <param name="url">An address.</param>
    public static string FileName(string url)
    {
        int end = url.AsSpan().IndexOfAny('?', '#');
        return Uri.UnescapeDataString(ModelFileName.Base(end < 0 ? url : url[..end]));
    }

    /// <summary>The addresses of model files in a text.</summary>
    /// <param name="text">A note.</param>
    public static IEnumerable<string> InText(string text)
    {
        for (int at = 0; (at = text.IndexOf(Https, at, StringComparison.Ordinal)) >= 0;)
        {
            int length = text.AsSpan(at).IndexOfAny(s_end);
            string url = text.Substring(at, length < 0 ? text.Length - at : length).TrimEnd('.', ';', '*');
            if (url.Length <= Longest && ModelFileName.IsModelFile(FileName(url)))
            {
                yield return url;
            }

            at += Https.Length;
        }
    }

    /// <summary>The page of a Hugging Face repository.</summary>
    /// <param name="repositoryId">An id that <see cref="ModelFileName.IsRepositoryId"/> accepts.</param>
    public static Uri Repository(string repositoryId) => new("https://huggingface.co/" + repositoryId);

    /// <summary>A page about a file becomes the file, and what a browser appended goes.</summary>
    private static Uri HuggingFace(Uri address)
    {
        string path = address.AbsolutePath.Replace("/blob/", "/resolve/", StringComparison.Ordinal);
        return new Uri("https://huggingface.co" + path);
    }

    private static bool IsGitHubFile(string path)
        => path.Contains("/releases/download/", StringComparison.Ordinal)
            || path.Contains("/raw/", StringComparison.Ordinal);

    private static Uri Keep(Uri address) => new(address.GetLeftPart(UriPartial.Query));
}
