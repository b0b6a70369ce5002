using System;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace ComfyDeps.TestServers;

/// <summary>Answers with JSON, with a validator, and 304 when the caller has it already.</summary>
public static class JsonAnswer
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task JsonAsync(this HttpContext context, JsonNode? body, int status = 200)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(body, s_options);
        HttpResponse response = context.Response;
        if (status == 200)
        {
            string tag = $"W/\"{bytes.Length:x}-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..27]}\"";
            response.Headers.ETag = tag;
            if (HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.IfNoneMatch == tag)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
