using System;
using System.Text;
using System.Text.RegularExpressions;

namespace ComfyDeps.Http;

/// <summary>Shows addresses and texts without what is secret in them and without control characters.</summary>
internal static partial class SafeUrl
{
    private const string Hidden = "***";
    private const int LongestText = 500;

    /// <summary>An address without user name, fragment and the values of its query that may be secret.</summary>
    /// <param name="uri">The address.</param>
    internal static string Of(Uri uri)
    {
        if (!uri.IsAbsoluteUri)
        {
            return Redact(uri.OriginalString);
        }

        string query = uri.Query.Length <= 1 ? string.Empty : SecretParameter().Replace(uri.Query, "$1" + Hidden);
        return Redact(
            uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) + query);
    }

    /// <summary>
    /// A text from outside, made fit to be shown: no tokens, no control characters, of bounded length.
    /// </summary>
    /// <param name="text">The text.</param>
    internal static string Redact(string text)
    {
        string cut = text.Length > LongestText ? text[..LongestText] + "..." : text;
        cut = UserInfo().Replace(cut, "$1");
        cut = SecretParameter().Replace(cut, "$1" + Hidden);
        cut = AuthorizationValue().Replace(cut, "$1 " + Hidden);
        cut = KnownToken().Replace(cut, Hidden);
        StringBuilder clean = new(cut.Length);
        foreach (char c in cut)
        {
            clean.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        }

        return clean.ToString();
    }

    [GeneratedRegex(
        @"(?i)([?&;](?:[a-z0-9_-]*(?:token|key|signature|sig|secret|password|credential|policy)[a-z0-9_-]*)=)"
            + @"[^&\s#'""]*")]
    private static partial Regex SecretParameter();

    [GeneratedRegex(@"(?i)\b([a-z][a-z0-9+.-]*://)[^/\s@?#'""]*@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}")]
    private static partial Regex AuthorizationValue();

    [GeneratedRegex(
        @"\b(?:gh[pousr]_[A-Za-z0-9]{10,}|github_pat_[A-Za-z0-9_]{10,}|hf_[A-Za-z0-9]{10,}|hf_oauth_\S{10,})")]
    private static partial Regex KnownToken();
}
