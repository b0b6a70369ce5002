using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;

namespace ComfyDeps.Core.Tests.Registry;

/// <summary>
/// A process of its own that writes a registry, so that it can be killed. It is this test program: with the variable
/// set, it writes before it would look for tests, and never comes to them.
/// </summary>
internal static class RegistryWriter
{
    private const string Variable = "COMFYDEPS_TEST_WRITES_REGISTRY";
    private const string Once = "once:";
    private const int Entries = 400;

    /// <summary>Starts one that writes again and again, until it is killed.</summary>
    internal static Process StartForEver(string path) => Start(path, Environment.ProcessPath!);

    /// <summary>Runs one that writes once, below another program that sets limits for it.</summary>
    internal static async Task<string> RunOnceAsync(string path, string program, params string[] arguments)
    {
        using Process process = Start(Once + path, program, [.. arguments, Environment.ProcessPath!]);
        string said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return said.Trim();
    }

    /// <summary>A registry all of whose entries say the same number.</summary>
    internal static RegistryDocument Numbered(int number)
    {
        RegistryDocument document = new();
        string commit = number.ToString("x40", CultureInfo.InvariantCulture);
        return document with
        {
            Nodes = document.Nodes.AddRange(Enumerable.Range(
                0, Entries).Select(i => System.Collections.Generic.KeyValuePair.Create(
                $"owner/repo{i}",
                new NodeEntry
                {
                    Source = new PinSource
                    {
                        Kind = SourceKind.Git,
                        Url = $"https://example.com/owner/repo{i}",
                        Commit = commit,
                    },
                }))),
        };
    }

    [ModuleInitializer]
    internal static void WriteInsteadOfTesting()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path)
        {
            return;
        }

        if (path.StartsWith(Once, StringComparison.Ordinal))
        {
            Environment.Exit(WriteOnce(path[Once.Length..]));
        }

        for (int number = 1; ; number++)
        {
            RegistryFile.Update(path, _ => Numbered(number), CancellationToken.None);
            Console.Out.WriteLine(number);
        }
    }

    private static int WriteOnce(string path)
    {
        try
        {
            RegistryFile.Update(path, static _ => Numbered(1), CancellationToken.None);
            Console.Out.WriteLine("written");
            return 0;
        }
        catch (ComfyDepsException e)
        {
            Console.Out.WriteLine(e.Code);
            return 1;
        }
    }

    private static Process Start(string value, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[Variable] = value;
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.WorkingDirectory = Path.GetTempPath();
        return Process.Start(start)!;
    }
}
