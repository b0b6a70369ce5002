using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ComfyDeps.Workflows;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ComfyDeps.Core.Tests.Workflows;

/// <summary>Damages real-shaped files in many ways: each is read or refused with an explanation, in bounded time.</summary>
public sealed class WorkflowReaderFuzzTests
{
    private static readonly byte[][] s_seeds =
    [
        .. Directory.EnumerateFiles(Path.Join(Repository.Root, "samples"), "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes),
    ];

    private static readonly byte[][] s_words =
    [
        .. new[]
        {
            "{", "}", "[", "]", ":", ",", "\"", "\\", "NaN", "-Infinity", "null", "\"class_type\"", "\"nodes\"", "\"definitions\"",
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
