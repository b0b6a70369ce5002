using System;

namespace ComfyDeps.Analysis;

/// <summary>
/// Judges the addresses that a workflow gives for a file. A workflow is a stranger's: only well-known hosts are taken
/// without a person's decision, and only over https.
/// </summary>
internal static class SourceAddress
{
    private const int Longest = 2048;

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
            "raw.githubusercontent.com" or "dl.fbaipublicfiles.com" or "modelscope.cn" or "www.modelscope.cn" => Keep(address),
            _ => null,
        };
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
        => path.Contains("/releases/download/", StringComparison.Ordinal) || path.Contains("/raw/", StringComparison.Ordinal);

    private static Uri Keep(Uri address) => new(address.GetLeftPart(UriPartial.Query));
}
