using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace ComfyDeps.TestServers.HuggingFace;

/// <summary>A Hugging Face repository and who may see what of it.</summary>
public sealed class HubRepository
{
    /// <summary>One or two parts, such as <c>gpt2</c> or <c>org/name</c>.</summary>
    public required string Id { get; init; }

    /// <summary>models, datasets or spaces.</summary>
    public string Type { get; init; } = "models";

    public bool IsPrivate { get; init; }

    /// <summary>null, "auto" or "manual".</summary>
    public string? Gated { get; init; }

    public bool IsDisabled { get; init; }

    /// <summary>Names that it had before: they redirect.</summary>
    public IReadOnlyList<string> FormerIds { get; init; } = [];

    /// <summary>Newest first; the first one is the head of <c>main</c>.</summary>
    public IList<HubRevision> Revisions { get; init; } = [];

    /// <summary>Other branches and tags: name to commit.</summary>
    public IDictionary<string, string> Refs { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A public repository of one commit with these files; the commit is the same for the same name.</summary>
    public static HubRepository Of(string id, params HubFile[] files)
        => new() { Id = id, Revisions = { new HubRevision { Commit = CommitOf(id), Files = files } } };

    /// <summary>A commit id made of a text.</summary>
    public static string CommitOf(string text)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("commit " + text)))[..40];

    /// <summary>What a branch, tag, pull request, or full or abbreviated commit stands for.</summary>
    internal HubRevision? Resolve(string revision)
    {
        string name = revision switch
        {
            "main" or "refs/heads/main" or "HEAD" => Revisions.FirstOrDefault()?.Commit ?? "",
            _ => Refs.TryGetValue(revision, out string? commit) ? commit : revision,
        };
        return name.Length < 7
            ? null
            : Revisions.FirstOrDefault(one => one.Commit.StartsWith(name, StringComparison.Ordinal));
    }
}
