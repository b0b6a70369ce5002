using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ComfyDeps.Rendering.Report;

/// <summary>
/// The report for programs: the shape of the first generators of such reports, with further fields beside it.
/// </summary>
internal static class JsonReport
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="mark">The words that generated files have near their top.</param>
    internal static string Render(DependencyReport report, string mark)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, s_options))
        {
            json.WriteStartObject();
            json.WriteString("generator", $"{mark} {report.Generator}");
            WriteRegistry(json, report);
            json.WriteStartArray("workflows");
            foreach (ReportWorkflow workflow in report.Workflows)
            {
                Write(json, workflow);
            }

            json.WriteEndArray();
            WriteTexts(json, "uniqueNodes", report.Classes.Select(static one => one.Name));
            WriteTexts(json, "uniqueModels", report.Models.Select(static one => one.Name));
            json.WriteStartObject("missingFromRegistry");
            WriteTexts(
                json, "nodes", report.Classes.Where(static one => !one.InRegistry).Select(static one => one.Name));
            WriteTexts(
                json, "models", report.Models.Where(static one => !one.InRegistry).Select(static one => one.Name));
            json.WriteEndObject();
            WriteVerification(json, report);
            WriteClasses(json, report.Classes);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    private static void WriteRegistry(Utf8JsonWriter json, DependencyReport report)
    {
        if (report.RegistryPath is not null)
        {
            json.WriteStartObject("registry");
            json.WriteString("path", report.RegistryPath);
            WriteKnown(json, "sha256", report.RegistrySha256);
            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, ReportWorkflow workflow)
    {
        json.WriteStartObject();
        json.WriteString("id", workflow.Id);
        json.WriteString("name", workflow.Name);
        json.WriteString("path", workflow.Path);
        json.WriteString("format", Word(workflow.Format));
        WriteTexts(json, "nodes", workflow.Nodes);
        WriteTexts(json, "packs", workflow.Packs);
        WriteTexts(json, "models", workflow.Models);
        json.WriteEndObject();
    }

    private static void WriteVerification(Utf8JsonWriter json, DependencyReport report)
    {
        json.WriteStartObject("verificationStatus");
        json.WriteStartObject("nodes");
        foreach (ReportItem pack in report.Packs)
        {
            json.WriteStartObject(pack.Name);
            json.WriteBoolean("verified", pack.IsVerified);
            json.WriteString("version", pack.Version ?? pack.Commit);
            WriteJudgement(json, pack);
            WriteKnown(json, "commit", pack.Commit);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("models");
        foreach (ReportItem model in report.Models)
        {
            json.WriteStartObject(model.Name);
            json.WriteBoolean("verified", model.IsVerified);
            json.WriteString("commit", model.Commit);
            if (model.Size is long size)
            {
                json.WriteNumber("fileSize", size);
            }

            WriteJudgement(json, model);
            WriteKnown(json, "version", model.Version);
            WriteKnown(json, "folder", model.Folder);
            WriteKnown(json, "sha256", model.Sha256);
            WriteSome(json, "alternatives", model.Alternatives);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteJudgement(Utf8JsonWriter json, ReportItem item)
    {
        WriteSome(json, "availableVersions", item.AvailableVersions);
        WriteKnown(json, "error", item.IsVerified ? null : item.Message ?? $"{item.Status}.");
        WriteKnown(json, "hint", item.IsVerified ? null : item.Hint);
        json.WriteString("status", Word(item.Status));
        WriteKnown(
            json,
            "checkedAt",
            item.CheckedAt?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        WriteKnown(json, "source", item.Source is SourceKind source ? Word(source) : null);
        WriteKnown(json, "url", item.Url);
        WriteKnown(json, "registryKey", item.Key);
    }

    private static void WriteClasses(Utf8JsonWriter json, IReadOnlyList<ReportClass> classes)
    {
        json.WriteStartObject("nodeClasses");
        foreach (ReportClass one in classes)
        {
            json.WriteStartObject(one.Name);
            json.WriteString("pack", one.Pack);
            WriteKnown(json, "status", one.Status is DependencyStatus status ? Word(status) : null);
            json.WriteBoolean("inRegistry", one.InRegistry);
            WriteSome(json, "alternatives", one.Alternatives);
            if (!one.Required)
            {
                json.WriteBoolean("required", false);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteSome(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            WriteTexts(json, name, texts);
        }
    }

    private static void WriteKnown(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string Word<T>(T value)
        where T : struct, Enum
        => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
