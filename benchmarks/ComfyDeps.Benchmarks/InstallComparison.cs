using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using ComfyDeps.Planning;
using ComfyDeps.Registry;
using ComfyDeps.Rendering;
using ComfyDeps.TestServers.ComfyRegistry;
using ComfyDeps.TestServers.Files;
using ComfyDeps.TestServers.Git;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// The install script beside the plain one (clone and wget, one after another), in the same run, on servers that take
/// 80 ms for every answer and give one connection 4 MB a second: 20 packs and 30 model files. Then a second run, with
/// nothing to do, on 100 packs and 200 model files. Run it with the argument <c>install</c>, or <c>install large</c>
/// for one large file beside aria2c alone.
/// </summary>
internal static class InstallComparison
{
    private const int ModelBytes = 3_000_000;
    private const int BytesPerSecond = 4_000_000;

    /// <summary>Measures, and writes a table.</summary>
    /// <param name="largeAlone">Only one large file, beside aria2c.</param>
    internal static async Task RunAsync(bool largeAlone)
    {
        string root = Directory.CreateTempSubdirectory("comfydeps-install").FullName;
        try
        {
            await OneLargeFileAsync(Path.Join(root, "large"));
            if (!largeAlone)
            {
                await CompareAsync(Path.Join(root, "first"));
                await RepeatAsync(Path.Join(root, "second"));
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task CompareAsync(string root)
    {
        await using GitStandIn git = new() { IsStrict = false };
        await using FileStandIn files = new();
        await using ComfyRegistryStandIn registry = new();
        RegistryDocument document = Fill(git, files, registry, packs: 20, published: 0, models: 30, ModelBytes);
        git.Latency = files.Latency = TimeSpan.FromMilliseconds(80);
        git.BytesPerSecond = files.BytesPerSecond = BytesPerSecond;
        string plain = Path.Join(root, "plain.sh");
        string ours = Path.Join(root, "ours.sh");
        Directory.CreateDirectory(root);
        File.WriteAllText(plain, Plain(document));
        File.WriteAllText(ours, Ours(document));
        Console.WriteLine("| way | 20 packs, 30 models of 3 MB | seconds |");
        Console.WriteLine("|---|---|--:|");
        List<double> ratios = [];
        for (int round = 1; round <= 3; round++)
        {
            double slow = Run(plain, Pod(root, $"plain{round}"), git, registry);
            double quick = Run(ours, Pod(root, $"ours{round}"), git, registry);
            ratios.Add(slow / quick);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| clone and download, one after another | round {round} | {slow:f1} |"));
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"| the install script | round {round} | {quick:f1} |"));
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The plain script takes {string.Join(", ", ratios.Select(static r =>
                    r.ToString("f1", CultureInfo.InvariantCulture)))} times as long."));
    }

    /// <summary>One large file, beside aria2c with the most connections that it makes to one server.</summary>
    private static async Task OneLargeFileAsync(string root)
    {
        await using GitStandIn git = new();
        await using FileStandIn files = new();
        await using ComfyRegistryStandIn registry = new();
        RegistryDocument document = Fill(git, files, registry, packs: 0, published: 0, models: 1, 200_000_000);
        files.Latency = TimeSpan.FromMilliseconds(80);
        files.BytesPerSecond = BytesPerSecond;
        if (!Environment.GetEnvironmentVariable("PATH")!
            .Split(':')
            .Any(static folder => File.Exists(Path.Join(folder, "aria2c"))))
        {
            Console.WriteLine("aria2c is not installed: apt-get install aria2.");
            return;
        }

        Directory.CreateDirectory(root);
        string ours = Path.Join(root, "ours.sh");
        string url = document.Models.Values.Single().Source.Url!;
        File.WriteAllText(ours, Ours(document));
        Console.WriteLine(
            "| one file of 200 MB, connections | round | aria2c, sha256sum | the install script | ratio |");
        Console.WriteLine("|--:|--:|--:|--:|--:|");
        foreach (int connections in (int[])[8, 16])
        {
            string aria = Path.Join(root, "aria.sh");
            string count = connections.ToString(CultureInfo.InvariantCulture);
            File.WriteAllText(
                aria,
                $"aria2c -q -x{count} -s{count} -k1M -d \"$COMFYUI_PATH\" {url} && sha256sum "
                    + "\"$COMFYUI_PATH\"/*.safetensors\n");
            for (int round = 1; round <= 3; round++)
            {
                double theirs = Run(aria, Pod(root, $"aria{count}-{round}"), git, registry);
                double own = Run(ours, Pod(root, $"ours{count}-{round}"), git, registry, "--jobs", count);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {count} | {round} | {theirs:f1} | {own:f1} | {own / theirs:f2} |"));
            }
        }
    }

    private static async Task RepeatAsync(string root)
    {
        await using GitStandIn git = new() { IsStrict = false };
        await using FileStandIn files = new();
        await using ComfyRegistryStandIn registry = new();
        RegistryDocument document = Fill(git, files, registry, packs: 50, published: 50, models: 200, 4_096);
        Directory.CreateDirectory(root);
        string script = Path.Join(root, "ours.sh");
        File.WriteAllText(script, Ours(document));
        string pod = Pod(root, "pod");
        double first = Run(script, pod, git, registry);
        double[] again = [.. Enumerable.Range(0, 5).Select(_ => Run(script, pod, git, registry))];
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"100 packs and 200 models: first run {first:f1} s, second run "
                    + $"{again.Min():f2} to {again.Max():f2} s."));
    }

    private static RegistryDocument Fill(
        GitStandIn git,
        FileStandIn files,
        ComfyRegistryStandIn registry,
        int packs,
        int published,
        int models,
        int size)
    {
        RegistryDocument document = new();
        PinVerification verified = new() { Status = VerificationStatus.Verified };
        for (int i = 0; i < packs; i++)
        {
            string commit = AddPack(git, i, changes: packs > 20 ? 2 : 10);
            PinSource source = new()
            {
                Kind = SourceKind.Git,
                Url = $"https://github.com/owner/Pack{i}",
                Commit = commit,
            };
            document = document with
            {
                Nodes = document.Nodes.SetItem(
                    $"owner/pack{i}", new NodeEntry { Source = source, Verification = verified }),
            };
        }

        for (int i = 0; i < published; i++)
        {
            registry.Packs.Add(
                new RegistryPack { Id = $"published-{i}", Versions = { new RegistryVersion { Version = "1.0.0" } } });
            PinSource source = new() { Kind = SourceKind.ComfyRegistry, Id = $"published-{i}", Version = "1.0.0" };
            document = document with
            {
                Nodes = document.Nodes.SetItem(
                    $"published-{i}", new NodeEntry { Source = source, Verification = verified }),
            };
        }

        for (int i = 0; i < models; i++)
        {
            ServedFile file = new() { Content = ServedFile.Weights($"model {i}", size), ETag = "\"v1\"" };
            PinSource source = new()
            {
                Kind = SourceKind.Url,
                Url = files.Add($"/model{i}.safetensors", file).AbsoluteUri,
            };
            ModelEntry entry = new()
            {
                Size = file.Content.Length,
                Sha256 = file.Sha256,
                Source = source,
                Verification = verified,
            };
            document = document with { Models = document.Models.SetItem($"loras/model{i}.safetensors", entry) };
        }

        return document;
    }

    /// <summary>Makes the repository of a pack, with some history.</summary>
    /// <returns>Its newest commit.</returns>
    internal static string AddPack(GitStandIn git, int number, int changes)
    {
        GitRepository repository = git.Add($"owner/Pack{number}");
        string commit = "";
        Random random = new(number);
        for (int change = 0; change < changes; change++)
        {
            commit = repository.CommitFiles(Enumerable.Range(0, 30).ToDictionary(
                static file => $"nodes/part{file}.py",
                file => string.Concat(
                    Enumerable.Range(0, 40).Select(_ => $"value_{random.Next()} = {random.Next()}\n"))));
        }

        return commit;
    }

    private static string Ours(RegistryDocument document) => InstallScriptRenderer.Render(new InstallScript
    {
        Plan = InstallPlanner.Make(document, new PlanRequest()),
        RegistrySha256 = new string('0', 64),
        Version = "0.0.0",
    });

    /// <summary>What people write by hand: it checks nothing.</summary>
    private static string Plain(RegistryDocument document)
    {
        StringBuilder script = new("set -e\ncd \"$COMFYUI_PATH\"\n");
        foreach ((string id, NodeEntry entry) in document.Nodes)
        {
            string folder = $"custom_nodes/{id.Split('/')[^1]}";
            script.Append(
                CultureInfo.InvariantCulture,
                $"git clone -q {entry.Source.Url} {folder} && git -C {folder} checkout -q {entry.Source.Commit}\n");
        }

        foreach ((string name, ModelEntry entry) in document.Models)
        {
            script.Append(
                CultureInfo.InvariantCulture,
                $"mkdir -p models/loras && {{ wget -q -O models/{name} {entry.Source.Url} || curl -sfL -o "
                    + $"models/{name} {entry.Source.Url}; }}\n");
        }

        return script.ToString();
    }

    /// <summary>A folder that the script takes for ComfyUI.</summary>
    internal static string Pod(string root, string name)
    {
        string comfyUi = Path.Join(root, name);
        Directory.CreateDirectory(Path.Join(comfyUi, "custom_nodes"));
        Directory.CreateDirectory(Path.Join(comfyUi, "comfy"));
        File.WriteAllText(Path.Join(comfyUi, "main.py"), "");
        File.WriteAllText(Path.Join(comfyUi, "folder_paths.py"), "");
        File.WriteAllText(Path.Join(comfyUi, "nodes.py"), "");
        return comfyUi;
    }

    private static double Run(
        string script,
        string comfyUi,
        GitStandIn git,
        ComfyRegistryStandIn registry,
        params string[] options)
    {
        ProcessStartInfo start = new("bash", [script, .. options]) { RedirectStandardOutput = true };
        start.Environment["COMFYUI_PATH"] = comfyUi;
        start.Environment["COMFYUI_PYTHON"] = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        start.Environment["COMFYDEPS_COMFY_REGISTRY_URL"] = registry.Address;
        start.Environment["GIT_CONFIG_COUNT"] = "1";
        start.Environment["GIT_CONFIG_KEY_0"] = $"url.{git.Address}/.insteadOf";
        start.Environment["GIT_CONFIG_VALUE_0"] = "https://github.com/";
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException(output);
    }
}
