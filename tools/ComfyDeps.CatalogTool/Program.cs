using System;
using System.IO;
using System.Linq;
using System.Threading;
using ComfyDeps;
using ComfyDeps.Catalog;
using ComfyDeps.Catalog.Source;
using ComfyDeps.CatalogTool;

switch (args)
{
    case ["index", string folder]:
        File.WriteAllBytes(Path.Join(folder, IndexBuilder.FileName), IndexBuilder.Build(folder));
        return 0;
    case ["predict" or "predict-recorded", string root, string output, .. string[] folder]:
        Predictions.Write(
            root,
            output,
            folder.Length == 0 ? CatalogStore.OpenDefault() : CatalogStore.Open(folder[0], CatalogOrigin.Environment),
            ignoreRecorded: args[0] == "predict");
        return 0;
    case ["read-sources", string list]:
        // Checkouts without a remote say nothing of their address: each line of the list has both.
        string place = CatalogCompiler.Destination(Environment.CurrentDirectory);
        CatalogFacts facts = CatalogText.Read(place);
        foreach (string[] row in File.ReadAllLines(list).Select(static line => line.Split('\t')))
        {
            PackSource pack = await PackSourceReader.ReadAsync(
                row[0], row[1], NullReporter.Instance, CancellationToken.None);
            int now = pack.Classes.Count(static c => c.LastCommit is null);
            Console.Error.WriteLine($"{pack.Source.Repository}: {now} classes, {pack.Classes.Count - now} dropped");
            facts = pack.Classes.Count > 0 ? CatalogCompiler.Merge(facts, pack) : facts;
        }

        CatalogStore.Write(facts, place);
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: index CATALOG | predict[-recorded] WORKFLOWS OUTPUT [CATALOG] | read-sources LIST");
        return 2;
}
