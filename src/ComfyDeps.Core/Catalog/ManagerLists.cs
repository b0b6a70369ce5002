using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace ComfyDeps.Catalog;

/// <summary>Reads ComfyUI-Manager's lists from a folder and keeps the facts: no descriptions, no titles.</summary>
internal sealed class ManagerLists
{
    private const string PackList = "custom-node-list.json";
    private const string ClassMap = "extension-node-map.json";
    private const string ModelList = "model-list.json";
    private const string Statistics = "github-stats.json";
    private const long LargestList = 64 * 1024 * 1024;

    private readonly string _folder;
    private readonly Dictionary<string, string> _repositoryOfFile = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PackFact> _packs = new(StringComparer.Ordinal);
    private readonly List<ClassFact> _classes = [];
    private readonly HashSet<ClassFact> _preemptions = [];
    private readonly HashSet<ClassFact> _patterns = [];
    private readonly List<string> _core = [];
    private readonly List<ModelFact> _models = [];

    private ManagerLists(string folder) => _folder = folder;

    /// <summary>The repositories under which the lists have ComfyUI itself.</summary>
    internal static IReadOnlyList<string> CoreKeys { get; } =
        ["github.com/comfyanonymous/comfyui", "github.com/comfy-org/comfyui"];

    /// <summary>Reads the lists.</summary>
    /// <param name="folder">The folder that holds them.</param>
    /// <param name="provenance">Where they are from.</param>
    internal static CatalogFacts Read(string folder, ListProvenance provenance)
    {
        ManagerLists lists = new(folder);
        lists.Each(PackList, static root => root.GetProperty("custom_nodes").EnumerateArray(), lists.AddPack);
        lists.Properties(ClassMap, lists.AddClasses);
        lists.Properties(Statistics, lists.AddStatistics);
        lists.Each(ModelList, static root => root.GetProperty("models").EnumerateArray(), lists.AddModel);
        return new CatalogFacts
        {
            Provenance = provenance,
            Packs = [.. lists._packs.Values],
            Classes = lists._classes,
            Preemptions = [.. lists._preemptions],
            Patterns = [.. lists._patterns],
            Core = lists._core,
            Models = lists._models,
        };
    }

    private static string Text(JsonElement element, string property)
        => element.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : string.Empty;

    private static IEnumerable<string> Texts(JsonElement element, string property)
        => element.TryGetProperty(property, out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? list
                .EnumerateArray()
                .Where(static e => e.ValueKind == JsonValueKind.String)
                .Select(static e => e.GetString()!)
            : [];

    private static bool IsDownload(string address)
        => address.Contains("/raw/", StringComparison.Ordinal)
            || address.Contains("raw.githubusercontent.com/", StringComparison.OrdinalIgnoreCase)
            || address.Contains("/api/download/", StringComparison.Ordinal);

    private void AddPack(JsonElement pack)
    {
        string[] files = [.. Texts(pack, "files")];
        string? reference = RepositoryAddress.Normalize(Text(pack, "reference"));
        // What is cloned is the repository; a copied file only says where the repository is through the reference.
        string? repository = files.Length > 0 && !IsDownload(files[0])
            ? RepositoryAddress.Normalize(files[0]) ?? reference
            : reference ?? RepositoryAddress.Normalize(files.FirstOrDefault());
        if (repository is null)
        {
            return;
        }

        foreach (string file in files)
        {
            _repositoryOfFile.TryAdd(file, repository);
        }

        string key = RepositoryAddress.Key(repository);
        string id = Text(pack, "id");
        string? former = RepositoryAddress.Normalize(Text(pack, "reference2"));
        PackFact? known = _packs.GetValueOrDefault(key);
        _packs[key] = new PackFact(
            known?.Repository ?? repository,
            known?.ManagerId ?? (id.Length > 0 ? id : null),
            known?.Stars,
            known?.Updated,
            known?.Former ?? (former == repository ? null : former));
        AddClaims(repository, pack);
    }

    private void AddClaims(string repository, JsonElement element)
    {
        foreach (string name in Texts(element, "preemptions"))
        {
            _preemptions.Add(new ClassFact(repository, name));
        }

        string pattern = Text(element, "nodename_pattern");
        if (pattern.Length > 0)
        {
            _patterns.Add(new ClassFact(repository, pattern));
        }
    }

    private void AddClasses(JsonProperty entry)
    {
        JsonElement value = entry.Value;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 2
            || value[0].ValueKind != JsonValueKind.Array)
        {
            throw Invalid(ClassMap, $"the entry '{entry.Name}' is not a list of classes and a record");
        }

        string? repository = _repositoryOfFile.GetValueOrDefault(entry.Name) ?? RepositoryAddress.Normalize(entry.Name);
        if (repository is null)
        {
            return;
        }

        IEnumerable<string> classes = value[0].EnumerateArray()
            .Where(static c => c.ValueKind == JsonValueKind.String)
            .Select(static c => c.GetString()!)
            .Where(static c => c.Length is > 0 and <= 512);
        if (CoreKeys.Contains(RepositoryAddress.Key(repository)))
        {
            _core.AddRange(classes);
            return;
        }

        _classes.AddRange(classes.Select(c => new ClassFact(repository, c)));
        AddClaims(repository, value[1]);
    }

    private void AddStatistics(JsonProperty entry)
    {
        string? repository = RepositoryAddress.Normalize(entry.Name);
        if (repository is null || !_packs.TryGetValue(RepositoryAddress.Key(repository), out PackFact? pack)
            || entry.Value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        int? stars = entry.Value.TryGetProperty("stars", out JsonElement number) && number.TryGetInt32(out int value)
            ? Math.Max(0, value)
            : null;
        string updated = Text(entry.Value, "last_update");
        bool dated = updated.Length >= 10
            && DateOnly.TryParseExact(
                updated[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        _packs[RepositoryAddress.Key(repository)] = pack with { Stars = stars, Updated = dated ? updated[..10] : null };
    }

    private void AddModel(JsonElement model)
    {
        string file = Text(model, "filename");
        string type = Text(model, "type");
        string url = Text(model, "url");
        if (file.Length > 0 && url.Length > 0)
        {
            string folder = ManagerModelFolder.Of(Text(model, "save_path"), type);
            _models.Add(new ModelFact(file, folder, type, Text(model, "base"), url));
        }
    }

    private void Each(string name, Func<JsonElement, JsonElement.ArrayEnumerator> list, Action<JsonElement> add)
        => Parse(name, root =>
        {
            foreach (JsonElement element in list(root))
            {
                add(element);
            }
        });

    private void Properties(string name, Action<JsonProperty> add)
        => Parse(name, root =>
        {
            foreach (JsonProperty property in root.EnumerateObject())
            {
                add(property);
            }
        });

    private void Parse(string name, Action<JsonElement> read)
    {
        string path = Path.Join(_folder, name);
        try
        {
            FileInfo file = new(path);
            if (!file.Exists)
            {
                throw Invalid(name, "it is not in the folder");
            }

            if (file.Length > LargestList)
            {
                throw Invalid(name, $"it is larger than {LargestList} bytes");
            }

            using FileStream stream = file.OpenRead();
            using JsonDocument document = JsonDocument.Parse(stream);
            read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Invalid(name, $"it has not the shape of that list ({e.Message.TrimEnd('.')})", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ComfyDepsException(
                ErrorCode.FileUnreadable, $"'{path}' cannot be read: {e.Message}", path, null, e);
        }
    }

    private ComfyDepsException Invalid(string name, string reason, Exception? cause = null)
        => new(
            ErrorCode.CatalogSourceInvalid,
            $"'{name}' in '{_folder}' cannot be used: {reason}.",
            Path.Join(_folder, name),
            "Give the folder of a ComfyUI-Manager checkout. The catalog stays as it is.",
            cause);
}
