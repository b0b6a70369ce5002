using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using ComfyDeps.Registry.Reading;
using Json.Schema;

namespace ComfyDeps.Core.Tests.Registry;

/// <summary>The schema that editors use says the same as the reader.</summary>
public sealed class RegistrySchemaTests
{
    private static readonly string s_path = Path.Join(Repository.Root, "registry", "comfy-registry.schema.json");

    private static readonly JsonSchema s_schema = JsonSchema.FromText(File.ReadAllText(s_path));

    /// <summary>What a schema cannot say: it looks at one place at a time.</summary>
    private static readonly HashSet<string> s_beyondSchemas =
    [
        "bad/alias/own-name.json", "bad/alias/twice.json", "bad/directory-clash/same.json",

        // A range is judged by what can be compared.
        "bad/requested/no-range.json",

        // The same texts decoded: JSON parsers take the last of two names.
        "bad/duplicate-name/entry.json", "bad/duplicate-name/escaped.json",
    ];

    public static IEnumerable<TheoryDataRow<string>> Good => RegistryFixtures.Good;

    public static IEnumerable<TheoryDataRow<string>> Bad => RegistryFixtures.Bad;

    [Theory]
    [MemberData(nameof(Good))]
    public void GoodRegistriesAreValid(string name) => Assert.True(IsValid(name));

    [Theory]
    [MemberData(nameof(Bad))]
    public void BadRegistriesAreNot(string name)
    {
        bool isValid;
        try
        {
            isValid = IsValid(name);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not JSON at all, or a name twice.
            isValid = s_beyondSchemas.Contains(name);
        }

        Assert.Equal(s_beyondSchemas.Contains(name), isValid);
    }

    [Fact]
    public void BothKnowTheSameFields()
    {
        JsonObject schema = JsonNode.Parse(File.ReadAllText(s_path))!.AsObject();
        JsonNode definitions = schema["$defs"]!;
        JsonNode environment = definitions["environment"]!["properties"]!;
        Same(RegistryFields.Document, schema);
        Same(RegistryFields.Decisions, definitions["decisions"]!);
        Same(RegistryFields.Environment, definitions["environment"]!);
        Same(RegistryFields.ComfyUi, environment["comfyui"]!);
        Same(RegistryFields.Constraints, environment["constraints"]!);
        Same(RegistryFields.Image, environment["image"]!);
        Same(RegistryFields.Node, definitions["node"]!);
        Same(RegistryFields.Model, definitions["model"]!);
        Same(RegistryFields.File, definitions["model"]!["properties"]!["files"]!["additionalProperties"]!);
        Same(RegistryFields.Verification, definitions["verification"]!);
        Assert.Equal(Enum.GetValues<SourceKind>(), RegistryFields.Sources.Keys.Order());
        foreach ((SourceKind kind, string[] fields) in RegistryFields.Sources)
        {
            JsonNode source = definitions[ObjectReader.Word(kind) + "Source"]!;
            Same(fields, source);
            Assert.Equal(ObjectReader.Word(kind), source["properties"]!["kind"]!["const"]!.GetValue<string>());
        }
    }

    [Fact]
    public void EveryFieldIsExplained()
    {
        List<string> silent = [];
        Walk(JsonNode.Parse(File.ReadAllText(s_path))!, "$", silent);
        Assert.Empty(silent);
    }

    private static void Walk(JsonNode node, string place, List<string> silent)
    {
        if (node is not JsonObject schema)
        {
            return;
        }

        foreach ((string name, JsonNode? value) in schema)
        {
            if (name == "properties" && schema["additionalProperties"] is not null and not JsonObject)
            {
                silent.AddRange(value!.AsObject()
                    .Where(
                        static field => field.Value!["description"] is null
                            && field.Value["$ref"] is null
                            && field.Value["const"] is null)
                    .Where(static field => field.Key is not "source")
                    .Select(field => $"{place}.{field.Key}"));
            }

            Walk(value!, $"{place}.{name}", silent);
        }
    }

    private static void Same(string[] fields, JsonNode schema)
    {
        Assert.False(schema["additionalProperties"]!.GetValue<bool>());
        Assert.Equal(
            fields.Order(StringComparer.Ordinal),
            schema["properties"]!.AsObject().Select(static p => p.Key).Order(StringComparer.Ordinal));
    }

    private static bool IsValid(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(RegistryFixtures.PathOf(name)));
        return s_schema.Evaluate(document.RootElement).IsValid;
    }
}
