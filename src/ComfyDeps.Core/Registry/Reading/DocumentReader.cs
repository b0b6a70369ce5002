using System.Text.Json;

namespace ComfyDeps.Registry.Reading;

/// <summary>Makes a registry of the values of its text.</summary>
/// <param name="text">The text.</param>
internal sealed class DocumentReader(RegistryText text)
{
    /// <summary>Reads the whole.</summary>
    /// <param name="whole">The values.</param>
    internal RegistryDocument Read(JsonValue whole)
    {
        CheckVersion(whole);
        ObjectReader reader = new(text, whole, RegistryFields.Document);
        EntryReader entries = new(text);
        return new RegistryDocument
        {
            Schema = reader.Text(RegistryFields.Schema),
            Decisions = reader.Object("decisions", RegistryFields.Decisions) is ObjectReader decisions
                ? new RegistryDecisions
                {
                    Classes = decisions.TextEntries("classes"),
                    Models = decisions.TextEntries("models"),
                }
                : new RegistryDecisions(),
            Environment = reader.Object("environment", RegistryFields.Environment) is ObjectReader environment
                ? ReadEnvironment(environment)
                : new RegistryEnvironment(),
            Models = reader.Entries(RegistryFields.Models, entries.ReadModel),
            Nodes = reader.Entries(RegistryFields.Nodes, entries.ReadNode),
        };
    }

    private static RegistryEnvironment ReadEnvironment(ObjectReader reader) => new()
    {
        ComfyUi = reader.Object("comfyui", RegistryFields.ComfyUi) is ObjectReader comfy
            ? new ComfyUiPin(comfy.RequiredText("commit"), comfy.Text("version"))
            : null,
        Constraints = reader.Object("constraints", RegistryFields.Constraints) is ObjectReader constraints
            ? new ConstraintsPin(constraints.RequiredText("path"), constraints.RequiredText("sha256"))
            : null,
        Image = reader.Object("image", RegistryFields.Image) is ObjectReader image
            ? new ImagePin(image.RequiredText("name"), image.Text("tag"), image.Text("digest"))
            : null,
        OperatingSystem = reader.Text("operatingSystem"),
        Python = reader.Text("python"),
    };

    /// <summary>Before all else: a newer format may have fields and values that would look like mistakes.</summary>
    private void CheckVersion(JsonValue whole)
    {
        if (whole.Kind != JsonTokenType.StartObject)
        {
            throw text.Wrong(whole, "expected an object that begins with \"version\": 1");
        }

        if (whole.Find(RegistryFields.Version) is not JsonValue version)
        {
            throw text.Wrong(whole, "expected the field 'version' in it, which is missing");
        }

        if (version.Kind != JsonTokenType.Number || !int.TryParse(version.Text, out int number) || number < 1)
        {
            throw text.Wrong(version, $"expected the format's number, {RegistryDocument.FormatVersion}");
        }

        if (number > RegistryDocument.FormatVersion)
        {
            (int line, int column) = text.PositionOf(version.Offset);
            throw new ComfyDepsException(
                ErrorCode.RegistryTooNew,
                $"'{text.Path}' is a registry of format {number} (line {line}, column {column}); this version of the "
                    + "module"
                    + $" knows formats up to {RegistryDocument.FormatVersion}.",
                text.Path,
                "Update the module: Update-PSResource ComfyDeps.");
        }
    }
}
