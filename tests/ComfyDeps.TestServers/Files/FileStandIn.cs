using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ComfyDeps.TestServers.Files;

/// <summary>
/// A plain web server with files: any site that is not one of the services, and the storage hosts behind them.
/// </summary>
public sealed class FileStandIn : StandIn
{
    private readonly ConcurrentDictionary<string, ServedFile> _files = new(StringComparer.Ordinal);

    public FileStandIn(string name = "Plain files", int port = 0)
        : base(name, port)
    {
        Routes.MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head], AnswerAsync);
        Open();
    }

    /// <summary>Puts a file at a path, such as <c>/models/a.safetensors</c>, and gives its address.</summary>
    public Uri Add(string path, ServedFile file)
    {
        _files[path] = file;
        return new Uri(Address + path);
    }

    /// <summary>Puts bytes at a path.</summary>
    public Uri Add(string path, byte[] content) => Add(path, new ServedFile { Content = content, ETag = "\"v1\"" });

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2)[0];
        HttpResponse response = context.Response;
        if (!_files.TryGetValue(path, out ServedFile? file))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        bool isHead = HttpMethods.IsHead(context.Request.Method);
        if (file.Token is not null && context.Request.Headers.Authorization != $"Bearer {file.Token}")
        {
            response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (isHead && file.HeadStatus != 200)
        {
            response.StatusCode = file.HeadStatus;
        }
        else if (file.MovedTo is not null)
        {
            response.StatusCode = StatusCodes.Status302Found;
            response.Headers.Location = file.MovedTo;
        }
        else
        {
            await SendAsync(context, file, isHead);
        }
    }

    private async Task SendAsync(HttpContext context, ServedFile file, bool isHead)
    {
        HttpResponse response = context.Response;
        response.ContentType = file.ContentType;
        response.Headers.ETag = file.ETag;
        response.Headers.ContentDisposition = file.ContentDisposition;
        response.Headers.LastModified = file.LastModified?.ToString("R", CultureInfo.InvariantCulture);
        if (file.AnswersRanges)
        {
            response.Headers.AcceptRanges = "bytes";
        }

        if (file.ETag is not null && context.Request.Headers.IfNoneMatch == file.ETag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        ReadOnlyMemory<byte> body = file.Content;
        if (file.Compresses)
        {
            response.Headers.ContentEncoding = "gzip";
            body = Compress(file.Content);
        }
        else if (!isHead && file.AnswersRanges && context.Request.Headers.Range.Count > 0 && IsStill(context, file))
        {
            body = Cut(context, file.Content);
        }

        if (file.SendsLength)
        {
            response.ContentLength = body.Length;
        }

        if (!isHead)
        {
            await PaceAsync(context, body);
        }
    }

    /// <summary>
    /// Whether a range is wanted of the file as it is now: with If-Range only while the validator is the same.
    /// </summary>
    private static bool IsStill(HttpContext context, ServedFile file)
        => context.Request.Headers.IfRange.Count == 0 || context.Request.Headers.IfRange == file.ETag;

    private static ReadOnlyMemory<byte> Cut(HttpContext context, byte[] content)
    {
        string[] range = context.Request.Headers.Range.ToString()["bytes=".Length..].Split('-');
        long first = range[0].Length == 0
            ? Math.Max(0, content.Length - long.Parse(range[1], CultureInfo.InvariantCulture))
            : long.Parse(range[0], CultureInfo.InvariantCulture);
        long last = range[0].Length == 0 || range[1].Length == 0
            ? content.Length - 1
            : Math.Min(content.Length - 1, long.Parse(range[1], CultureInfo.InvariantCulture));
        if (first >= content.Length)
        {
            context.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            context.Response.Headers.ContentRange = $"bytes */{content.Length}";
            return default;
        }

        context.Response.StatusCode = StatusCodes.Status206PartialContent;
        context.Response.Headers.ContentRange = $"bytes {first}-{last}/{content.Length}";
        return content.AsMemory((int)first, (int)(last - first + 1));
    }

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.Fastest))
        {
            zip.Write(content);
        }

        return packed.ToArray();
    }
}
