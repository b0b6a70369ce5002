using System.Text;

namespace ComfyDeps.Inspection.Python;

/// <summary>The names of distributions, as PEP 503 compares them.</summary>
internal static class PythonName
{
    private const int Longest = 200;

    /// <summary>
    /// A name in lower case, with one hyphen for every run of <c>-</c>, <c>_</c> and <c>.</c>; null when it is none.
    /// </summary>
    /// <param name="name">The name.</param>
    internal static string? Normalize(string? name)
    {
        string text = name?.Trim() ?? string.Empty;
        if (text.Length is 0 or > Longest
            || !char.IsAsciiLetterOrDigit(text[0])
            || !char.IsAsciiLetterOrDigit(text[^1]))
        {
            return null;
        }

        StringBuilder normal = new(text.Length);
        foreach (char c in text)
        {
            bool isHyphen = c is '-' or '_' or '.';
            if (!isHyphen && !char.IsAsciiLetterOrDigit(c))
            {
                return null;
            }

            if (!isHyphen || normal[^1] != '-')
            {
                normal.Append(isHyphen ? '-' : char.ToLowerInvariant(c));
            }
        }

        return normal.ToString();
    }
}
