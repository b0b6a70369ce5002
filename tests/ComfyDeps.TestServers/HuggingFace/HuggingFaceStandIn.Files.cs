using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using ComfyDeps.TestServers.Files;
using Microsoft.AspNetCore.Http;

namespace ComfyDeps.TestServers.HuggingFace;

/// <summary>The addresses of files: what redirects where, and which headers say what.</summary>
public sealed partial class HuggingFaceStandIn
{
    private async Task AnswerFileAsync(HttpContext context, HubAddress address, HubRepository repository)
    {
        HttpResponse response = context.Response;
        if (address.Verb is "" or "blob" or "tree")
        {
            response.ContentType = "text/html; charset=utf-8";
            await response.WriteAsync(
                "<!doctype html><html><body>A page of the Hub</body></html>", context.RequestAborted);
            return;
        }

        HubRevision? revision = repository.Resolve(address.Revision ?? "main");
        if (revision is null)
        {
            await RefuseAsync(context, 404, "RevisionNotFound", $"Invalid rev id: {address.Revision}");
            return;
        }

        if (SendsCommit)
        {
            response.Headers["X-Repo-Commit"] = revision.Commit;
        }

        HubFile? file = revision.Files.FirstOrDefault(one => one.Path == address.Path);
        if (file is null)
        {
            await RefuseAsync(context, 404, "EntryNotFound", "Entry not found");
        }
        else if (address.Verb == "resolve" && file.IsLarge)
        {
            SendToStorage(context, repository, revision, file);
        }
        else if (address.Verb == "resolve" && RedirectsSmallFiles)
        {
            // What the answer is valid for travels in the query: a client that drops it gets nothing.
            response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            response.Headers.Location = $"/api/resolve-cache/{repository.Type}/{repository.Id}/{revision.Commit}/"
                + $"{string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString))}?etag=%22{file.BlobId}%22";
        }
        else if (address.Verb == "resolve-cache" && context.Request.Query["etag"] != $"\"{file.BlobId}\"")
        {
            await RefuseAsync(context, 404, null, "Not Found");
        }
        else
        {
            byte[] bytes = address.Verb == "raw" && file.IsLarge
                ? Encoding.ASCII.GetBytes(file.PointerText)
                : file.Content ?? [];
            await SendAsync(context, bytes, address.Verb == "raw" ? null : file.BlobId);
        }
    }

    private void SendToStorage(HttpContext context, HubRepository repository, HubRevision revision, HubFile file)
    {
        HttpResponse response = context.Response;
        string api = $"{Address}/api/{repository.Type}/{repository.Id}";
        response.StatusCode = StatusCodes.Status302Found;
        response.Headers["X-Linked-Size"] = file.Size.ToString(CultureInfo.InvariantCulture);
        response.Headers["X-Linked-Etag"] = $"\"{file.Sha256}\"";
        response.Headers["X-Xet-Hash"] = file.XetHash;
        response.Headers.Link = $"<{api}/xet-read-token/{revision.Commit}>; rel=\"xet-auth\", "
            + $"<{Cdn.Address}/v1/reconstructions/{file.XetHash}>; rel=\"xet-reconstruction-info\"";
        string path = $"/xet-bridge-us/{file.XetHash}";
        if (file.Content is not null)
        {
            Cdn.Add(path, new ServedFile { Content = file.Content, ETag = $"\"{file.XetHash}\"" });
        }

        response.Headers.Location = $"{Cdn.Address}{path}?X-Amz-Expires=3600&X-Amz-Signature=00";
    }

    private async Task SendAsync(HttpContext context, byte[] bytes, string? tag)
    {
        HttpResponse response = context.Response;
        bool isHead = HttpMethods.IsHead(context.Request.Method);
        if (tag is not null)
        {
            response.Headers.ETag = $"\"{tag}\"";
            if (context.Request.Headers.IfNoneMatch == $"\"{tag}\"")
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        response.ContentType = "text/plain; charset=utf-8";
        if (SendsLength || !isHead)
        {
            response.ContentLength = bytes.Length;
        }

        if (!isHead)
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
