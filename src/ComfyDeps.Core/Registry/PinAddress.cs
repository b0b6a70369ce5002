using System;
using System.Globalization;
using System.Linq;

namespace ComfyDeps.Registry;

/// <summary>The address of what an entry of the registry is pinned to.</summary>
internal static class PinAddress
{
    private const string HuggingFace = "https://huggingface.co/";
    private const string Civitai = "https://civitai.com/api/download/models/";

    /// <summary>A pack's repository; a model's file or folder; null where the source names none.</summary>
    /// <param name="source">The source.</param>
    /// <param name="isFolder">Whether it is a folder of files.</param>
    internal static Uri? Of(PinSource source, bool isFolder = false)
    {
        string? address = source.Kind switch
        {
            SourceKind.HuggingFace => OnHub(source, isFolder),
            SourceKind.Civitai
                when source.ModelVersionId is long version => Civitai + version.ToString(CultureInfo.InvariantCulture)
                + (source.FileId is long file
                    ? string.Create(CultureInfo.InvariantCulture, $"?fileId={file}")
                    : string.Empty),
            _ => source.Url,
        };
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) ? uri : null;
    }

    private static string OnHub(PinSource source, bool isFolder)
    {
        string revision = source.Commit ?? "main";
        string path = source.File is null
            ? string.Empty
            : "/" + string.Join('/', source.File.Split('/').Select(Uri.EscapeDataString));
        return $"{HuggingFace}{source.Repository}/{(isFolder || source.File is null ? "tree" : "resolve")}/"
            + $"{revision}{path}";
    }
}
