using System.IO;

namespace ComfyDeps.Tests.Help;

/// <summary>The folder that the examples of the pages are at home in: some workflows, and nothing else yet.</summary>
internal static class Scenario
{
    internal static void Create(string folder)
    {
        string workflows = Path.Join(folder, "workflows");
        Directory.CreateDirectory(workflows);

        // The folder of a project: nothing is looked for above it.
        Directory.CreateDirectory(Path.Join(folder, ".git"));
        foreach (string file in (string[])["ui/portrait.json", "ui/video-with-subgraph.json", "api/product-shot.json"])
        {
            File.Copy(Path.Join(Repository.Root, "samples", file), Path.Join(workflows, Path.GetFileName(file)));
        }
    }
}
