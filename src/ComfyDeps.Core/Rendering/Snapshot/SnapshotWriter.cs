using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ComfyDeps.Rendering.Snapshot;

/// <summary>
/// Writes a snapshot as ComfyUI-Manager reads it; it passes over the one field that says who wrote it.
/// </summary>
internal static class SnapshotWriter
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Indented = true,
        IndentSize = 4,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="generator">The words by which the file is known as ours.</param>
    internal static string Write(ManagerSnapshot snapshot, string generator)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, s_options))
        {
            json.WriteStartObject();
            json.WriteString("generator", generator);

            // The Manager wants a text there, also where it is not known.
            json.WriteString("comfyui", snapshot.ComfyUi ?? string.Empty);
            json.WriteStartObject("git_custom_nodes");
            foreach ((string url, SnapshotCheckout checkout) in snapshot.Git)
            {
                json.WriteStartObject(url);
                json.WriteString("hash", checkout.Commit);
                json.WriteBoolean("disabled", checkout.Disabled);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            WriteTexts(json, "cnr_custom_nodes", snapshot.Registry);
            json.WriteStartArray("file_custom_nodes");
            foreach ((string name, bool isDisabled) in snapshot.Files)
            {
                json.WriteStartObject();
                json.WriteString("filename", name);
                json.WriteBoolean("disabled", isDisabled);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteTexts(json, "pips", snapshot.Python);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, SortedDictionary<string, string> texts)
    {
        json.WriteStartObject(name);
        foreach ((string key, string text) in texts)
        {
            json.WriteString(key, text);
        }

        json.WriteEndObject();
    }
}
