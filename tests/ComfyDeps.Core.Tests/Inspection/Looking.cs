using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Core.Tests.Support;
using ComfyDeps.Inspection;
using ComfyDeps.Inspection.Folder;
using ComfyDeps.Inspection.Models;

namespace ComfyDeps.Core.Tests.Inspection;

/// <summary>Looks at folders for tests.</summary>
internal static class Looking
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Everything that a folder holds.</summary>
    internal static async Task<IReadOnlyList<InspectedItem>> At(
        string folder,
        InspectionOptions? options = null,
        RecordingReporter? reporter = null)
    {
        using FileHasher hasher = new();
        List<InspectedItem> items = [];
        await foreach (InspectedItem item in new FolderInspector(folder, hasher)
            .InspectAsync(options ?? new InspectionOptions(), reporter ?? new RecordingReporter(), Stop))
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>The item of a name.</summary>
    internal static InspectedItem Named(this IReadOnlyList<InspectedItem> items, string name)
        => Assert.Single(items, item => item.Item.Name == name);

    /// <summary>The codes of what is wrong with an item.</summary>
    internal static string Codes(this InspectedItem item) => string.Join(' ', item.Findings.Select(static f => f.Code));

    /// <summary>What is wrong anywhere, each as name and code.</summary>
    internal static string[] Problems(this IReadOnlyList<InspectedItem> items)
        => [.. items.SelectMany(static item => item.Findings.Select(finding => $"{item.Item.Name} {finding.Code}"))];
}
