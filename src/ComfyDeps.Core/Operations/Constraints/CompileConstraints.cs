using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations.Constraints;

/// <summary>
/// Makes the constraints file: one version of every Python distribution that ComfyUI and the packs need at their pins.
/// </summary>
internal static class CompileConstraints
{
    private const string Activity = "Compiling the constraints";

    /// <summary>Reads every pin's requirements, has the versions chosen, and writes the file.</summary>
    /// <param name="document">The registry.</param>
    /// <param name="session">Who is asked.</param>
    /// <param name="python">The interpreter to choose for.</param>
    /// <param name="target">Where the file goes.</param>
    /// <param name="reporter">Hears what is left out, and how far the work is.</param>
    /// <param name="cancellationToken">Stops the work; the file is then the old one.</param>
    internal static async Task RunAsync(
        RegistryDocument document,
        PinSession session,
        string python,
        GeneratedFileTarget target,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        GeneratedFile.Guard(target);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("comfydeps-");
        try
        {
            List<string> lists = await ListsAsync(document, session, folder.FullName, reporter, cancellationToken)
                .ConfigureAwait(false);
            PythonResolver resolver = new(python, document.Environment.Python);
            IReadOnlyList<string> chosen = lists.Count == 0
                ? []
                : await resolver.ResolveAsync(lists, cancellationToken).ConfigureAwait(false);
            string[] pins = [.. chosen.Where(static line => line.Contains("==", StringComparison.Ordinal))];
            foreach (string line in chosen.Except(pins))
            {
                reporter.Warning(
                    "A distribution has an address and no version, and no constraint can hold it: "
                        + $"{RegistryPlace.Shown(line)}.");
            }

            await GeneratedFile.WriteAsync(
                target,
                Text(pins, lists.Count == 0 ? "nothing to choose" : resolver.Tool),
                cancellationToken).ConfigureAwait(false);
            reporter.Detail($"'{target.Path}' pins {pins.Length} distributions.");
        }
        finally
        {
            folder.Delete(recursive: true);
            reporter.Progress(Activity, "done", 1, 1);
        }
    }

    private static async Task<List<string>> ListsAsync(
        RegistryDocument document,
        PinSession session,
        string folder,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        PackRequirements requirements = new(session.Nodes, session.Http);
        (string Name, PinSource Source)[] pins =
        [
            .. document.Environment.ComfyUi is ComfyUiPin comfy
                ? [
                    ("ComfyUI", new PinSource
                    {
                        Kind = SourceKind.Git,
                        Url = RegistryEntries.ComfyUiRepository.AbsoluteUri,
                        Commit = comfy.Commit,
                    }),
                ]
                : Array.Empty<(string, PinSource)>(),
            .. document.Nodes.Select(static node => (node.Key, node.Value.Source)),
        ];
        List<string> lists = [];
        for (int i = 0; i < pins.Length; i++)
        {
            reporter.Progress(Activity, pins[i].Name, i, pins.Length + 1);
            string text = await requirements.OfAsync(pins[i].Name, pins[i].Source, cancellationToken)
                .ConfigureAwait(false);
            List<string> left = [];
            IReadOnlyList<string> lines = RequirementLines.Of(text, left);
            foreach (string line in left)
            {
                reporter.Warning(
                    $"'{pins[i].Name}' requires what no constraint can hold, and it is left out: "
                        + $"{RegistryPlace.Shown(line)}.");
            }

            if (lines.Count > 0)
            {
                lists.Add(Path.Join(folder, $"{i}.txt"));
                await File.WriteAllLinesAsync(lists[^1], lines, new UTF8Encoding(false), cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        return lists;
    }

    private static string Text(string[] pins, string tool)
        => string.Concat(
        [
            "# Every Python distribution that ComfyUI and the node packs of the registry need, at one version each.\n",
            $"# {GeneratedFile.Mark} with {tool}; do not edit.\n",
            .. pins.Select(static pin => pin + "\n"),
        ]);
}
