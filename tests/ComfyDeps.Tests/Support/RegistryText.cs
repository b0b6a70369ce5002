using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Tests.Support;

/// <summary>Writes small registries for tests, in the one way that they are written.</summary>
internal static class RegistryText
{
    internal static readonly string Commit = new('a', 40);

    internal static readonly string Hash = new('b', 64);

    /// <summary>A registry.</summary>
    internal static string Of(
        IEnumerable<string>? nodes = null,
        IEnumerable<string>? models = null,
        string environment = "")
        => $$"""
            {
              "version": 1,
              "decisions": { "classes": {}, "models": {} },
              "environment": {{{environment}}},
              "models": {{{string.Join(",", models ?? [])}}},
              "nodes": {{{string.Join(",", nodes ?? [])}}}
            }
            """;

    /// <summary>An image by its tag, and by its digest.</summary>
    internal static string Image(bool isPinned = true)
        => $$""" "image": { {{(isPinned ? $"\"digest\": \"sha256:{new string('c', 64)}\", " : "")}}"name": "runpod/worker-comfyui", "tag": "5.8.5-base" } """;

    /// <summary>A pack at a commit.</summary>
    internal static string Git(string id, string url, string status = "verified", params string[] classes)
        => $$"""
            "{{id}}": {
              "classes": [{{string.Join(",", classes.Select(static name => $"\"{name}\""))}}],
              "source": { "commit": "{{Commit}}", "kind": "git", "url": "{{url}}" },
              "verification": { "checkedAt": "2026-11-23T10:00:00Z", "status": "{{status}}" }
            }
            """;

    /// <summary>A pack of the Comfy Registry.</summary>
    internal static string Version(string id, string version, params string[] classes)
        => $$"""
            "{{id}}": {
              "classes": [{{string.Join(",", classes.Select(static name => $"\"{name}\""))}}],
              "source": { "id": "{{id}}", "kind": "comfyRegistry", "version": "{{version}}" },
              "verification": { "checkedAt": "2026-11-23T10:00:00Z", "status": "verified" }
            }
            """;

    /// <summary>A model file.</summary>
    internal static string Model(string place, bool isGated = false)
        => $$"""
            "{{place}}": {
              {{(isGated ? "\"gated\": true," : "")}}
              "sha256": "{{Hash}}",
              "size": 335304388,
              "source": { "commit": "{{Commit}}", "file": "{{place[(place.LastIndexOf('/') + 1)..]}}", "kind": "huggingFace", "repository": "owner/name" },
              "verification": { "checkedAt": "2026-11-23T10:00:00Z", "status": "verified" }
            }
            """;
}
