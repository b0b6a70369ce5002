using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using ComfyDeps.TestServers;
using ComfyDeps.TestServers.Seeding;

// Runs every stand-in until Ctrl-C, so that a person can try the whole module without internet:
// dotnet run --project tests/ComfyDeps.TestServers -- [--port 8640] [--catalog FOLDER] [--seed FILE] [--latency MS]
// [--env FILE]
Dictionary<string, string> options = new(StringComparer.Ordinal);
for (int i = 0; i + 1 < args.Length; i += 2)
{
    options[args[i]] = args[i + 1];
}

string seedPath = options.GetValueOrDefault("--seed") ?? Path.Join(AppContext.BaseDirectory, "seed", "services.json");
SeedFile seed = SeedFile.Read(seedPath);
if ((options.GetValueOrDefault("--catalog") ?? Places.CatalogAbove(AppContext.BaseDirectory)) is string catalog)
{
    seed = CatalogSeed.Extend(catalog, seed);
}

await using StandIns services = new(
    int.Parse(options.GetValueOrDefault("--port", "8640"), CultureInfo.InvariantCulture));
services.Fill(seed);
foreach (StandIn service in services.All)
{
    service.IsStrict = false;
    service.Latency = TimeSpan.FromMilliseconds(
        int.Parse(options.GetValueOrDefault("--latency", "0"), CultureInfo.InvariantCulture));
}

if (options.GetValueOrDefault("--env") is string environment)
{
    File.WriteAllLines(
        environment, services.Variables.Select(static variable => $"export {variable.Key}={variable.Value}"));
}

Console.WriteLine("# The stand-ins answer until Ctrl-C. In another terminal:");
foreach (KeyValuePair<string, string> variable in services.Variables)
{
    Console.WriteLine($"export {variable.Key}={variable.Value}");
}

Console.WriteLine("# or, in PowerShell:");
foreach (KeyValuePair<string, string> variable in services.Variables)
{
    Console.WriteLine($"$env:{variable.Key} = '{variable.Value}'");
}

Console.WriteLine($"# A running ComfyUI: {services.ComfyUi.Address}");

TaskCompletionSource stopped = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
await stopped.Task;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopped.TrySetResult();
}

/// <summary>Where things are, seen from the built program.</summary>
internal static class Places
{
    /// <summary>The catalog of the checkout that holds a folder, or null.</summary>
    internal static string? CatalogAbove(string folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            string catalog = Path.Join(at, "registry", "catalog");
            if (File.Exists(Path.Join(catalog, "packs.tsv")))
            {
                return catalog;
            }
        }

        return null;
    }
}
