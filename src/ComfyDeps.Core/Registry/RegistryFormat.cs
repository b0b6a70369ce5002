using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using ComfyDeps.Registry.Reading;
using ComfyDeps.Registry.Rules;

namespace ComfyDeps.Registry;

/// <summary>The format of <c>comfy-registry.json</c>: strict on reading, and written in exactly one way.</summary>
internal static class RegistryFormat
{
    private const int LargestFile = 128 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a registry's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file that it is from, as messages name it.</param>
    /// <exception cref="ComfyDepsException">It is no registry, breaks a rule, or is of a newer format.</exception>
    internal static RegistryDocument Parse(string text, string path) => Parse(Encoding.UTF8.GetBytes(text), path);

    /// <summary>Reads a registry's bytes.</summary>
    /// <param name="bytes">The bytes, UTF-8.</param>
    /// <param name="path">The file that they are from, as messages name it.</param>
    /// <exception cref="ComfyDepsException">They are no registry, break a rule, or are of a newer format.</exception>
    internal static RegistryDocument Parse(ReadOnlyMemory<byte> bytes, string path)
    {
        RegistryText text = new(path, bytes.Span.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes);
        JsonValue whole = JsonTree.Read(text);
        RegistryDocument document = new DocumentReader(text).Read(whole);
        List<(RegistryProblem Problem, JsonValue Value)> problems =
        [
            .. RegistryRules.Check(document)
                .Select(problem => (problem, ValueAt(whole, problem.Place)))
                .OrderBy(static pair => pair.Item2.Offset),
        ];
        return problems.Count == 0
            ? document
            : throw text.At(
                problems[0].Problem.IsAboutName ? problems[0].Value.NameOffset : problems[0].Value.Offset,
                problems[0].Problem.Place.ToString(),
                problems[0].Problem.Expected,
                problems.Count - 1);
    }

    /// <summary>Reads a registry's file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ComfyDepsException">There is none, it may not be read, or it is not valid.</exception>
    internal static RegistryDocument Read(string path) => Parse(ReadBytes(path), path);

    /// <summary>A registry's bytes: of two equal registries the same.</summary>
    /// <param name="document">The registry.</param>
    internal static byte[] Render(RegistryDocument document) => DocumentWriter.Write(document);

    /// <summary>Refuses a registry that could not be read again.</summary>
    /// <param name="document">The registry.</param>
    /// <param name="path">The file that it would be written to.</param>
    /// <exception cref="ComfyDepsException">It breaks a rule.</exception>
    internal static void Check(RegistryDocument document, string path)
    {
        if (RegistryRules.Check(document).FirstOrDefault() is RegistryProblem problem)
        {
            throw new ComfyDepsException(
                ErrorCode.RegistryInvalid,
                $"'{path}' would not be a valid registry: {problem.Place}: {problem.Expected}.",
                path,
                "Nothing was written. Give a value that keeps the rule.");
        }
    }

    /// <summary>The bytes of a registry's file.</summary>
    /// <param name="path">The file.</param>
    internal static byte[] ReadBytes(string path)
    {
        try
        {
            using FileStream file = new(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            if (file.Length > LargestFile)
            {
                throw new ComfyDepsException(
                    ErrorCode.RegistryInvalid,
                    $"'{path}' is not a registry: it is larger than {LargestFile / 1024 / 1024} MB.",
                    path,
                    "Name the comfy-registry.json itself.");
            }

            using MemoryStream bytes = new();
            file.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ComfyDepsException(
                ErrorCode.RegistryNotFound,
                $"There is no registry at '{path}'.",
                path,
                "Update-ComfyRegistry makes one; -RegistryPath names another.",
                e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ComfyDepsException(
                ErrorCode.FileAccessDenied, $"'{path}' may not be read.", path, "Ask for the right to read it.", e);
        }
        catch (IOException e)
        {
            throw new ComfyDepsException(
                ErrorCode.FileUnreadable, $"'{path}' could not be read: {e.Message}", path, null, e);
        }
    }

    /// <summary>The value at a place, or the one nearest to it where the place is missing.</summary>
    private static JsonValue ValueAt(JsonValue whole, RegistryPlace place)
    {
        JsonValue value = whole;
        foreach (string step in place.Steps)
        {
            if (value.Find(step) is not JsonValue inner)
            {
                return value;
            }

            value = inner;
        }

        return value;
    }
}
