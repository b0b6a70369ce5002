using System.Linq;
using System.Text.Json.Nodes;

namespace ComfyDeps.TestServers.ComfyUi;

/// <summary>An input of a class, in one of the forms that ComfyUI writes.</summary>
public sealed class ServedInput
{
    /// <summary>Stands for a bare <c>NaN</c>, which no JSON library writes.</summary>
    internal const string NaN = "a number that is none";

    private readonly string[] _files = [];
    private readonly JsonArray? _spec;

    private ServedInput(string name, bool isNew, string[] files)
    {
        Name = name;
        IsNew = isNew;
        _files = files;
    }

    private ServedInput(string name, JsonArray spec)
    {
        Name = name;
        _spec = spec;
    }

    public string Name { get; }

    private bool IsNew { get; }

    /// <summary><c>[["a", "b"], {…}]</c>, files with slashes.</summary>
    public static ServedInput OldCombo(string name, params string[] files) => new(name, isNew: false, files);

    /// <summary><c>["COMBO", {"options": ["a", "b"]}]</c>, files with slashes.</summary>
    public static ServedInput NewCombo(string name, params string[] files) => new(name, isNew: true, files);

    /// <summary>A combo whose options the browser asks for elsewhere.</summary>
    public static ServedInput Remote(string name, string route) => new(name, new JsonArray(
        "COMBO", new JsonObject { ["options"] = new JsonArray(), ["remote"] = new JsonObject { ["route"] = route } }));

    /// <summary>A number whose default is not one.</summary>
    public static ServedInput NotANumber(string name)
        => new(name, new JsonArray("FLOAT", new JsonObject { ["default"] = NaN }));

    /// <summary>Any other form, as it is on the wire.</summary>
    public static ServedInput Raw(string name, JsonArray spec) => new(name, spec);

    /// <summary>The form on the wire.</summary>
    internal JsonArray Spec(char separator)
    {
        if (_spec is not null)
        {
            return (JsonArray)_spec.DeepClone();
        }

        JsonArray options = [.. _files.Select(file => JsonValue.Create(file.Replace('/', separator)))];
        return IsNew
            ? new JsonArray("COMBO", new JsonObject { ["multiselect"] = false, ["options"] = options })
            : new JsonArray(options, new JsonObject { ["tooltip"] = "What to load." });
    }
}
