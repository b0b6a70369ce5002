using System;
using System.IO;
using ComfyDeps;
using ComfyDeps.Catalog;
using ComfyDeps.CatalogTool;

switch (args)
{
    case ["index", string folder]:
        File.WriteAllBytes(Path.Join(folder, IndexBuilder.FileName), IndexBuilder.Build(folder));
        return 0;
    case ["update", string folder]:
        string destination = CatalogCompiler.Destination(Environment.CurrentDirectory);
        CatalogStore.Write(CatalogCompiler.Compile(folder, CatalogCompiler.Current(destination)), destination);
        Console.WriteLine(CatalogStore.Open(destination, CatalogOrigin.Shipped).Describe(DateTimeOffset.UtcNow).Packs);
        return 0;
    case ["predict", string root, string output, .. string[] folder]:
        Predictions.Write(
            root,
            output,
            folder.Length == 0 ? CatalogStore.OpenDefault() : CatalogStore.Open(folder[0], CatalogOrigin.Environment));
        return 0;
    default:
        Console.Error.WriteLine("usage: index FOLDER | update FOLDER | predict WORKFLOWS OUTPUT [CATALOG]");
        return 2;
}
