using System;

namespace ComfyDeps.Sources.DirectUrl;

/// <summary>Knows GitHub's several addresses of one file: the page, the text that git has, and the bytes.</summary>
internal static class GitHubFile
{
    /// <summary>The address at which the bytes are; the address itself where it is not one of GitHub's.</summary>
    /// <param name="address">The address.</param>
    /// <param name="isPointer">Whether it was seen to give a pointer to a large file.</param>
    internal static Uri Bytes(Uri address, bool isPointer)
    {
        string[] parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (address.Host.ToLowerInvariant())
        {
            case "github.com" when parts.Length > 4 && parts[2] is "blob" or "raw":
                string rest = string.Join('/', parts[3..]);
                return new Uri(isPointer
                    ? $"https://media.githubusercontent.com/media/{parts[0]}/{parts[1]}/{rest}"
                    : $"https://github.com/{parts[0]}/{parts[1]}/raw/{rest}");
            case "raw.githubusercontent.com" when isPointer && parts.Length > 3:
                return new Uri("https://media.githubusercontent.com/media/" + string.Join('/', parts));
            default:
                return address;
        }
    }
}
