using System;
using System.Net;

namespace ComfyDeps.Http;

/// <summary>One redirect that was followed.</summary>
/// <param name="Status">Its status: 301 and 308 say that the thing has moved for good.</param>
/// <param name="From">The address that redirected.</param>
/// <param name="To">The address that it named.</param>
internal sealed record RedirectStep(HttpStatusCode Status, Uri From, Uri To)
{
    /// <summary>Whether the service says that the thing has moved for good.</summary>
    internal bool IsPermanent => Status is HttpStatusCode.MovedPermanently or HttpStatusCode.PermanentRedirect;
}
