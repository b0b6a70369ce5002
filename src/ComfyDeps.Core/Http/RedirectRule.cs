namespace ComfyDeps.Http;

/// <summary>How far redirects are followed.</summary>
internal enum RedirectRule
{
    /// <summary>To any host; credentials stay with the first one.</summary>
    Follow,

    /// <summary>While scheme, host and port stay the same; the redirect that leaves them is the answer.</summary>
    SameHost,

    /// <summary>Not at all: a redirect is the answer.</summary>
    None,
}
