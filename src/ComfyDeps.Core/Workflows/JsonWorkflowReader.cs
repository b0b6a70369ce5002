using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using ComfyDeps.Json;

namespace ComfyDeps.Workflows;

/// <summary>Reads JSON that holds a workflow in either format, by itself or wrapped in a request.</summary>
internal sealed class JsonWorkflowReader(StringPool pool)
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int MaximumDepth = 512;

    /// <summary>How many wrappers may stand around a workflow (<c>input</c>, <c>workflow</c>, text in text).</summary>
    private const int MostWrappers = 6;

    private static readonly JsonReaderOptions s_options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = MaximumDepth,
    };

    private readonly List<WorkflowSection> _sections = [];

    /// <summary>Reads one JSON text.</summary>
    /// <param name="utf8">The text; non-finite numbers in it may be overwritten.</param>
    /// <param name="key">What the text was found under in its file, or null for a file that is nothing but
    /// this.</param>
    /// <param name="path">The file's path, for errors.</param>
    /// <returns>What it holds; empty when it is JSON and no workflow.</returns>
    /// <exception cref="ComfyDepsException">The text is not JSON, or nests too deep.</exception>
    public IReadOnlyList<WorkflowSection> Read(Memory<byte> utf8, string? key, string path)
    {
        _sections.Clear();
        try
        {
            ReadText(utf8.Span, key, 0);
        }
        catch (JsonException first) when (!IsTooDeep(first) && NonFiniteNumbers.Replace(utf8.Span))
        {
            _sections.Clear();
            try
            {
                ReadText(utf8.Span, key, 0);
            }
            catch (JsonException second)
            {
                throw NotJson(second, utf8.Span, path);
            }
        }
        catch (JsonException e)
        {
            throw NotJson(e, utf8.Span, path);
        }

        return [.. _sections];
    }

    private void ReadText(ReadOnlySpan<byte> utf8, string? key, int wrappers)
    {
        Utf8JsonReader reader = new(utf8, s_options);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadContainer(ref reader, key, wrappers);
        }
        else if (reader.TokenType == JsonTokenType.String && wrappers < MostWrappers)
        {
            ReadTextInText(ref reader, key, wrappers);
        }
        else
        {
            reader.Skip();
        }

        // Anything after the value is an error, as for every JSON reader.
        reader.Read();
    }

    private void ReadContainer(ref Utf8JsonReader reader, string? key, int wrappers)
    {
        GraphFormat graph = new();
        List<WorkflowNode> prompt = [];
        List<string> classless = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = pool.Get(ref reader);
            reader.Read();
            if (graph.TryRead(ref reader, pool, name))
            {
                continue;
            }

            bool isWrapper = wrappers < MostWrappers && IsWrapper(name);
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadMember(ref reader, name, isWrapper, wrappers, prompt, classless);
            }
            else if (reader.TokenType == JsonTokenType.String && isWrapper)
            {
                ReadTextInText(ref reader, name, wrappers);
            }
            else
            {
                reader.Skip();
            }
        }

        if (graph.Nodes is not null)
        {
            _sections.Add(WorkflowSection.FromGraph(key, graph));
        }
        else if (prompt.Count > 0)
        {
            _sections.Add(new WorkflowSection(key, WorkflowFormat.Prompt, prompt, [], Warnings(classless)));
        }
    }

    private void ReadMember(
        ref Utf8JsonReader reader,
        string name,
        bool isWrapper,
        int wrappers,
        List<WorkflowNode> prompt,
        List<string> classless)
    {
        if (isWrapper && !LooksLikeNode(reader))
        {
            ReadContainer(ref reader, name, wrappers + 1);
        }
        else if (PromptFormat.ReadNode(ref reader, pool, name, out bool hasInputs) is WorkflowNode node)
        {
            prompt.Add(node);
        }
        else if (hasInputs)
        {
            classless.Add(name);
        }
    }

    /// <summary>A front end without a node's pack exports the node's inputs and forgets its class.</summary>
    private static string[] Warnings(List<string> classless) => classless.Count == 0
        ? []
        : [$"{classless.Count} nodes have no class_type ({string.Join(", ", classless.Take(8))}): the workflow was "
            + "exported "
            + "where their packs were missing, and what they need cannot be told."];

    private void ReadTextInText(ref Utf8JsonReader reader, string? key, int wrappers)
    {
        ReadOnlySpan<byte> raw = reader.ValueSpan.TrimStart(" \t"u8);
        if (raw.IsEmpty || raw[0] is not ((byte)'{' or (byte)'"' or (byte)'\\'))
        {
            return;
        }

        byte[] inner = Encoding.UTF8.GetBytes(reader.Text());
        NonFiniteNumbers.Replace(inner);
        try
        {
            ReadText(inner, key, wrappers + 1);
        }
        catch (JsonException)
        {
            // A text that merely begins like JSON is a text.
        }
    }

    /// <summary>A node whose id happens to be a wrapper's name says its class.</summary>
    private static bool LooksLikeNode(Utf8JsonReader ahead)
    {
        int depth = ahead.CurrentDepth;
        while (ahead.Read() && ahead.CurrentDepth > depth)
        {
            bool isClass = ahead.Is("class_type"u8);
            ahead.Read();
            if (isClass && ahead.TokenType == JsonTokenType.String)
            {
                return true;
            }

            ahead.Skip();
        }

        return false;
    }

    /// <summary>The keys under which requests and tools keep a workflow.</summary>
    private static bool IsWrapper(string name) => name
        is "prompt" or "workflow" or "input" or "output" or "data" or "payload" or "request" or "graph" or "json"
        or "extra_data" or "extra_pnginfo" or "workflow_json" or "api_prompt" or "workflow_api" or "prompt_json";

    private static bool IsTooDeep(JsonException e)
        => e.Message.Contains($"maximum configured depth of {MaximumDepth}", StringComparison.Ordinal);

    private static ComfyDepsException NotJson(JsonException e, ReadOnlySpan<byte> utf8, string path)
    {
        long line = (e.LineNumber ?? 0) + 1;
        long column = Column(utf8, line, e.BytePositionInLine ?? 0);
        return IsTooDeep(e)
            ? new ComfyDepsException(
                ErrorCode.WorkflowTooDeep,
                $"'{path}' nests deeper than {MaximumDepth} levels at line {line}, column {column}.",
                path,
                "No workflow that ComfyUI saved does; check where the file is from.",
                e)
            : new ComfyDepsException(
                ErrorCode.WorkflowNotJson,
                $"'{path}' is not a workflow: line {line}, column {column} is not valid JSON ({Reason(e)}).",
                path,
                "Export it again from ComfyUI with Workflow > Export.",
                e);
    }

    /// <summary>The reader counts bytes; people count characters.</summary>
    private static long Column(ReadOnlySpan<byte> utf8, long line, long bytes)
    {
        for (; line > 1; line--)
        {
            utf8 = utf8[(utf8.IndexOf((byte)'\n') + 1)..];
        }

        return Encoding.UTF8.GetCharCount(utf8[..(int)Math.Min(bytes, utf8.Length)]) + 1;
    }

    private static string Reason(JsonException e)
    {
        string message = e.Message.Split(" LineNumber:")[0].TrimEnd('.');
        return string.Concat(message.Where(static c => !char.IsControl(c)));
    }
}
