using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ComfyDeps.TestServers.Images;

/// <summary>A container image registry: a token first, then manifests by tag or by digest.</summary>
public sealed class ImageRegistryStandIn : StandIn
{
    private const string IndexType = "application/vnd.oci.image.index.v1+json";
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";

    public ImageRegistryStandIn(int port = 0)
        : base("Image registry", port)
    {
        Routes.MapGet("/token", TokenAsync);
        Routes.MapMethods("/v2/{**rest}", [HttpMethods.Get, HttpMethods.Head], ManifestAsync);
        Open();
    }

    public IList<ImageTag> Images { get; } = [];

    /// <summary>Whether an anonymous token is wanted before anything is told.</summary>
    public bool WantsToken { get; set; } = true;

    /// <summary>False when <c>Docker-Content-Digest</c> is left out.</summary>
    public bool SendsDigest { get; set; } = true;

    /// <summary>What is said instead of the true digest, as a broken proxy would; null for the truth.</summary>
    public string? FalseDigest { get; set; }

    /// <summary>Where tokens are to be had; null for this server.</summary>
    public string? Realm { get; set; }

    /// <summary>Whether it tells no token to anybody.</summary>
    public bool RefusesTokens { get; set; }

    /// <summary>The digest that a tag has.</summary>
    public static string DigestOf(ImageTag image) => Digest(Body(image));

    private static string Digest(byte[] body) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(body));

    private static byte[] Body(ImageTag image)
    {
        JsonArray platforms = [.. image.Platforms.Select(platform => new JsonObject
        {
            ["digest"] = Digest(Encoding.UTF8.GetBytes($"{image.Name}:{image.Tag} {platform}")),
            ["mediaType"] = ManifestType,
            ["platform"] = new JsonObject { ["architecture"] = platform, ["os"] = "linux" },
            ["size"] = 1000,
        })];
        JsonObject body = image.IsIndex
            ? new JsonObject { ["manifests"] = platforms, ["mediaType"] = IndexType, ["schemaVersion"] = 2 }
            : new JsonObject
            {
                ["config"] = platforms[0]!.DeepClone(),
                ["layers"] = new JsonArray(),
                ["mediaType"] = ManifestType,
                ["schemaVersion"] = 2,
            };
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    private Task TokenAsync(HttpContext context)
        => RefusesTokens
            ? Error(context, 401, "UNAUTHORIZED", "authentication required")
            : context.JsonAsync(
                new JsonObject { ["expires_in"] = 300, ["token"] = "anonymous-" + context.Request.Query["scope"] });

    private Task ManifestAsync(HttpContext context)
    {
        string rest = (string?)context.Request.RouteValues["rest"] ?? "";
        int at = rest.LastIndexOf("/manifests/", StringComparison.Ordinal);
        string name = at < 0 ? "" : rest[..at];
        string wanted = at < 0 ? "" : rest[(at + "/manifests/".Length)..];
        string scope = $"repository:{name}:pull";
        if (WantsToken && context.Request.Headers.Authorization != $"Bearer anonymous-{scope}")
        {
            context.Response.Headers.WWWAuthenticate =
                $"Bearer realm=\"{Realm ?? Address + "/token"}\",service=\"registry\",scope=\"{scope}\"";
            return Error(context, 401, "UNAUTHORIZED", "authentication required");
        }

        ImageTag? image = Images.FirstOrDefault(
            one => one.Name == name && (one.Tag == wanted || DigestOf(one) == wanted));
        string type = image?.IsIndex == true ? IndexType : ManifestType;
        if (image is null || !context.Request.Headers.Accept.ToString().Contains(type, StringComparison.Ordinal))
        {
            return Error(context, 404, "MANIFEST_UNKNOWN", "manifest unknown");
        }

        return SendAsync(context, Body(image), type);
    }

    private Task SendAsync(HttpContext context, byte[] body, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        if (SendsDigest)
        {
            context.Response.Headers["Docker-Content-Digest"] = FalseDigest ?? Digest(body);
        }

        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static Task Error(HttpContext context, int status, string code, string message)
        => context.JsonAsync(
            new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }) },
            status);
}
