using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Inspection;
using ComfyDeps.Inspection.Folder;
using ComfyDeps.Inspection.Models;
using ComfyDeps.Inspection.Ssh;

namespace ComfyDeps.Acceptance.Tests.Inspection;

/// <summary>Looks at environments, and keeps what is told.</summary>
internal static class Look
{
    /// <summary>Everything, with every model file hashed.</summary>
    internal static readonly InspectionOptions Thorough = new() { Hash = static _ => true };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal static async Task<IReadOnlyList<InspectedItem>> AtFolder(string folder)
    {
        using FileHasher hasher = new();
        return await AtAsync(new FolderInspector(folder, hasher), Thorough);
    }

    internal static Task<IReadOnlyList<InspectedItem>> AtHost(
        SshServer server,
        string? folder,
        InspectionOptions? options = null)
        => AtAsync(Host(server, folder), options ?? Thorough);

    internal static SshInspector Host(SshServer server, string? folder)
        => new(SshTarget.Create("127.0.0.1", null, server.Port, server.Key, server.Options), folder);

    internal static async Task<IReadOnlyList<InspectedItem>> AtAsync(
        IEnvironmentInspector inspector,
        InspectionOptions options)
    {
        List<InspectedItem> items = [];
        await foreach (InspectedItem item in inspector.InspectAsync(options, NullReporter.Instance, Stop))
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>What is wrong anywhere, each as name and code, in ordinal order.</summary>
    internal static string[] Problems(this IReadOnlyList<InspectedItem> items)
        => [
            .. items
                .SelectMany(static item => item.Findings.Select(finding => $"{item.Item.Name}: {finding.Code}"))
                .Order(System.StringComparer.Ordinal),
        ];

    /// <summary>What an item is, in one line, without where it was looked at from.</summary>
    internal static string Line(InspectedItem item)
    {
        InstalledItem i = item.Item;
        string findings = string.Join(',', item.Findings.Select(static f => $"{f.Status} {f.Code} {f.Message}"));
        return $"{i.Kind} {i.Name} {i.Location} {i.Source} {i.Url} {i.Version} {i.Commit} {i.Enabled} {i.Dirty} "
            + $"{i.Folder} {i.FileName} {i.Size} {i.Sha256} [{findings}]";
    }
}
