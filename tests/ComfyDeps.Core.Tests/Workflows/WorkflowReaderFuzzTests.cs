using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using ComfyDeps.Analysis;
using ComfyDeps.Catalog;
using ComfyDeps.Workflows;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ComfyDeps.Core.Tests.Workflows;

/// <summary>
/// Damages files in many ways: the samples, and real workflows where they are beside the checkout. Each is read or
/// refused with an explanation, in bounded time, and no class becomes ComfyUI's own by it.
/// </summary>
public sealed class WorkflowReaderFuzzTests
{
    private const int LargestSeed = 100_000;
    private const int MostSeeds = 60;
    private const string CoreId = "comfy-core";

    private static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(20);

    private static readonly Lazy<NodeCatalog> s_catalog = new(
        static () => CatalogStore.Open(Path.Join(Repository.Root, "registry", "catalog"), CatalogOrigin.Shipped));

    private static readonly byte[][] s_seeds =
    [
        .. Seeds("samples"),
        .. Seeds(Path.Join("..", "shared", "data", "workflows", "wild-json", "files")),
    ];

    private static readonly byte[][] s_words =
    [
        .. new[]
        {
            "{", "}", "[", "]", ":", ",", "\"", "\\", "NaN", "-Infinity", "null",
            "\"class_type\"", "\"nodes\"", "\"definitions\"",
            "\"widgets_values\"", "\"prompt\":", "\"\\ud83d\"", "\u0000", "//", "/*", "1e999", "\"inputs\":{}",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    [Property(MaxTest = 400)]
    public Property DamagedFilesAreReadOrRefused()
        => Prop.ForAll(
            Gen.Elements(s_seeds).SelectMany(Damaged).ToArbitrary(),
            static bytes =>
            {
                try
                {
                    IReadOnlyList<WorkflowDocument> documents = ReadWorkflow.All(bytes);
                    return documents.All(static d => d.Nodes.All(static node => node.ClassType.Length > 0));
                }
                catch (ComfyDepsException e)
                {
                    return e.Code is ErrorCode.WorkflowNotJson or ErrorCode.WorkflowNotText or ErrorCode.WorkflowTooDeep
                        or ErrorCode.MediaMalformed;
                }
            });

    [Property(MaxTest = 400)]
    public Property NoClassBecomesComfyUisOwnByDamage()
        => Prop.ForAll(
            Gen.Elements(s_seeds).SelectMany(Damaged).ToArbitrary(),
            static bytes =>
            {
                long start = Stopwatch.GetTimestamp();
                try
                {
                    bool isRight = ReadWorkflow.All(bytes).All(IsResolvedRight);
                    return isRight && Stopwatch.GetElapsedTime(start) < s_longEnough;
                }
                catch (ComfyDepsException)
                {
                    return Stopwatch.GetElapsedTime(start) < s_longEnough;
                }
            });

    /// <summary>
    /// ComfyUI's own is what the catalog lists as such, or what the workflow says is and nobody else claims.
    /// </summary>
    private static bool IsResolvedRight(WorkflowDocument document)
    {
        NodeNeed[] needs = [.. NodeExtractor.Extract(document).Where(static need => !need.IsUnknown)];
        IReadOnlyList<ClassAnswer> answers = new ClassResolver(s_catalog.Value).Resolve(
            [
                .. needs.Select(
                    static need => new ClassQuestion(
                        need.ClassType, [.. need.Recorded.Select(static use => use.Pack)])),
            ]);
        return needs.Zip(answers).All(static pair =>
        {
            CatalogClass? known = s_catalog.Value.FindClass(pair.First.ClassType);
            bool isListed = known is not null && known.Flags != ClassFlags.None;
            bool isSaid = known is null
                && pair.First.Recorded.Any(
                    static use => string.Equals(use.Pack.CnrId?.Trim(), CoreId, StringComparison.OrdinalIgnoreCase));
            return pair.Second.Status != DependencyStatus.Core || isListed || isSaid;
        });
    }

    private static IEnumerable<byte[]> Seeds(string folder)
    {
        string path = Path.Join(Repository.Root, folder);
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories)
                .Where(static file => new FileInfo(file).Length <= LargestSeed)
                .Order(StringComparer.Ordinal)
                .Take(MostSeeds)
                .Select(File.ReadAllBytes)
            : [];
    }

    private static Gen<byte[]> Damaged(byte[] seed)
        => from changes in Gen.Choose(1, 6)
           from steps in Gen.ListOf(Change(), changes)
           select steps.Aggregate(seed, static (bytes, change) => change(bytes));

    private static Gen<Func<byte[], byte[]>> Change()
        => from at in Gen.Choose(0, int.MaxValue)
           from length in Gen.Choose(0, 64)
           from value in Gen.Choose(0, 255)
           from word in Gen.Elements(s_words)
           from kind in Gen.Choose(0, 4)
           select (Func<byte[], byte[]>)(bytes => Apply(bytes, kind, at, length, (byte)value, word));

    private static byte[] Apply(byte[] bytes, int kind, int at, int length, byte value, byte[] word)
    {
        int start = bytes.Length == 0 ? 0 : at % bytes.Length;
        int end = Math.Min(bytes.Length, start + length);
        return kind switch
        {
            0 => bytes[..start],
            1 => [.. bytes[..start], .. bytes[end..]],
            2 => [.. bytes[..start], .. word, .. bytes[start..]],
            3 => [.. bytes[..end], .. bytes[start..end], .. bytes[end..]],
            _ => [.. bytes[..start], value, .. bytes[Math.Min(bytes.Length, start + 1)..]],
        };
    }
}
