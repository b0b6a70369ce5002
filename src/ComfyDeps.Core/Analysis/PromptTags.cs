using System;
using System.Buffers;
using System.Collections.Generic;

namespace ComfyDeps.Analysis;

/// <summary>Finds the files that a prompt names.</summary>
internal static class PromptTags
{
    private const string Embedding = "embedding:";
    private const string Lora = "<lora:";

    /// <summary>
    /// Where an embedding's name ends. A file's name with one of these cannot be used in ComfyUI's prompts either.
    /// </summary>
    private static readonly SearchValues<char> s_embeddingEnd = SearchValues.Create(" \t\r\n,:()[]{}<>|\"");

    /// <summary>Whether a text may hold an embedding's name.</summary>
    /// <param name="text">Any text.</param>
    public static bool MayNameEmbedding(string text)
        => text.Length > Embedding.Length && text.Contains(Embedding, StringComparison.Ordinal);

    /// <summary>Whether a text may hold LoRA tags.</summary>
    /// <param name="text">Any text.</param>
    public static bool MayNameLora(string text)
        => text.Length > Lora.Length && text.Contains(Lora, StringComparison.OrdinalIgnoreCase);

    /// <summary>The names behind <c>embedding:</c>, in order.</summary>
    /// <param name="text">A prompt.</param>
    public static IEnumerable<string> Embeddings(string text)
    {
        for (int at = 0; (at = text.IndexOf(Embedding, at, StringComparison.Ordinal)) >= 0;)
        {
            int start = at + Embedding.Length;
            int length = text.AsSpan(start).IndexOfAny(s_embeddingEnd);
            int end = length < 0 ? text.Length : start + length;
            bool isWordStart = at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]);
            string name = text[start..end].Trim('.', ';');
            if (isWordStart && name.Length > 0)
            {
                yield return name;
            }

            at = end;
        }
    }

    /// <summary>The names in <c>&lt;lora:name:strength&gt;</c> tags, in order.</summary>
    /// <param name="text">A prompt.</param>
    public static IEnumerable<string> Loras(string text)
    {
        for (int at = 0; (at = text.IndexOf(Lora, at, StringComparison.OrdinalIgnoreCase)) >= 0;)
        {
            int start = at + Lora.Length;
            int close = text.IndexOf('>', start);
            if (close < 0)
            {
                yield break;
            }

            int colon = text.IndexOf(':', start, close - start);
            string name = text[start..(colon < 0 ? close : colon)].Trim();
            if (name.Length > 0 && ModelFileName.CanBeName(name + "x"))
            {
                yield return name;
            }

            at = close;
        }
    }
}
