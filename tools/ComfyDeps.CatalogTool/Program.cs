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
    case ["read", string source, string repository, .. string[] show]:
        PackSource read = await PackSourceReader.ReadAsync(source, repository, NullReporter.Instance, CancellationToken.None);
        foreach (SourceClassFact fact in show.Length == 0 ? read.Classes : [])
        {
            Console.WriteLine($"{fact.Kind}\t{fact.FirstCommit?[..8]}\t{fact.LastCommit?[..8]}\t{fact.LastDate}\t{fact.Name}");
        }

        Console.Error.WriteLine($"{read.Source} {read.Classes.Count} of them now {read.Classes.Count(static c => c.LastCommit is null)}");
        return 0;
    case ["python", string dir]:
        ComfyDeps.Catalog.Python.PythonProgram program = new(p => File.Exists(Path.Join(dir, p)) ? ComfyDeps.Catalog.Python.PythonParser.Parse(File.ReadAllText(Path.Join(dir, p))) : null);
        program.Load("__init__.py");
        foreach (ComfyDeps.Catalog.Python.PythonModule m in program.Modules)
        {
            Console.WriteLine(m.Path + " " + string.Join(' ', m.Names.Select(n => n.Key + "=" + (n.Value is ComfyDeps.Catalog.Python.PythonDict d ? $"dict{d.Items.Count}{d.IsIncomplete}" : n.Value?.GetType().Name.Replace("Python", "")))));
        }

        return 0;
    case ["hist", string g]:
        GitHistory h = new(new GitProgram(g));
        System.Collections.Generic.List<GitCommit> cs = await h.CommitsAsync(CancellationToken.None);
        string?[] bl = cs.SelectMany(c => c.Changes).Select(c => c.Blob).Where(b => b is not null).Distinct().ToArray();
        int got = 0;
        await h.ReadAsync(bl!, (b, t) => { got++; bl = [.. bl.Where(x => x != b)]; }, CancellationToken.None);
        PackBlobs pb = new();
        await h.ReadAsync(cs.SelectMany(c => c.Changes).Select(c => c.Blob).Where(b => b is not null).Distinct()!, (b, t) => pb.Add(b, cs.SelectMany(c => c.Changes).First(c => c.Blob == b).Path, t), CancellationToken.None);
        PackTree tr = new(pb);
        foreach (GitCommit c in cs) { tr.Apply(c); Console.WriteLine($"{c.Id} {c.Date} {c.Changes.Count} {tr.Classes().Count}"); }
        Console.WriteLine($"{cs.Count} {got} {string.Join(' ', bl)}");
        return 0;
    case ["read-all", string list]:
        string place = CatalogCompiler.Destination(Environment.CurrentDirectory);
        CatalogFacts facts = CatalogText.Read(place);
        foreach (string[] row in File.ReadAllLines(list).Select(static l => l.Split('\t')))
        {
            PackSource pack = await PackSourceReader.ReadAsync(row[0], row[1], NullReporter.Instance, CancellationToken.None);
            Console.Error.WriteLine($"{pack.Source.Repository} {pack.Classes.Count} now {pack.Classes.Count(static c => c.LastCommit is null)} {pack.Source.RegistryId}");
            facts = CatalogCompiler.Merge(facts, pack);
            if (pack.Classes.Count > 0)
            {
                CatalogStore.Write(facts, place);
            }
        }

        CatalogStore.Write(facts, place);
        return 0;
    default:
        Console.Error.WriteLine("usage: index FOLDER | update FOLDER | predict WORKFLOWS OUTPUT [CATALOG]");
        return 2;
}
