using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Inspection.Files;

namespace ComfyDeps.Inspection.Models;

/// <summary>
/// The model files of one environment, with what is known of their hashes and which are to be hashed.
/// </summary>
internal sealed class ModelLook
{
    private readonly ModelRoots _roots;
    private readonly ModelWalk _walk;
    private readonly HashStore _store;
    private readonly Dictionary<ModelFile, string> _known = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ModelFile> _toHash = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ModelFile, string?> _told = new(ReferenceEqualityComparer.Instance);

    private ModelLook(ModelRoots roots, ModelWalk walk, HashStore store)
    {
        _roots = roots;
        _walk = walk;
        _store = store;
        Files = [.. walk.Files];
    }

    /// <summary>The files; those that others hide at the end.</summary>
    internal IReadOnlyList<ModelFile> Files { get; }

    /// <summary>How many bytes are to be hashed.</summary>
    internal long BytesToHash => _toHash.Sum(static f => f.Facts.Size);

    /// <summary>Looks for the files.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="place">Where the environment is.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="identity">What tells the environment from every other, for the cache.</param>
    internal static ModelLook At(
        IEnvironmentFiles files,
        EnvironmentPlace place,
        InspectionOptions options,
        string identity)
    {
        ModelRoots roots = ModelRoots.Find(files, place);
        ModelLook look = new(
            roots, ModelWalk.Through(files, roots.Roots), HashStore.Open(options.CacheFolder, identity));
        WrittenHashes written = WrittenHashes.Read(files, roots.ModelFolders);
        foreach (ModelFile file in look.Files)
        {
            if ((written.Find(file) ?? look._store.Find(file)) is string hash)
            {
                look._known[file] = hash;
            }
            else if (file.Facts is { IsFile: true, Size: > 0 } && options.Hash?.Invoke(file.Name) == true)
            {
                look._toHash.Add(file);
            }
        }

        return look;
    }

    /// <summary>Whether a file is to be hashed.</summary>
    /// <param name="file">The file.</param>
    internal bool IsToHash(ModelFile file) => _toHash.Contains(file);

    /// <summary>The hash that is known of a file, or null.</summary>
    /// <param name="file">The file.</param>
    internal string? Known(ModelFile file) => _known.GetValueOrDefault(file);

    /// <summary>Keeps a hash for the next time.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sha256">Its hash.</param>
    internal void Keep(ModelFile file, string sha256) => _store.Add(file, sha256);

    /// <summary>Writes what is kept.</summary>
    internal void Save() => _store.Save();

    /// <summary>Tells what could not be looked at.</summary>
    /// <param name="reporter">Hears it.</param>
    /// <param name="environment">What the environment is called.</param>
    internal void Tell(IReporter reporter, string environment)
    {
        foreach (ExtraModelPath missing in _roots.Missing)
        {
            reporter.Detail(
                ShownText.Of(
                    $"{environment}: extra_model_paths.yaml names '{missing.Path}' for {missing.Key}, which is not "
                        + "there."));
        }

        foreach (string folder in _walk.Unreadable)
        {
            reporter.Warning(
                ShownText.Of($"{environment}: '{folder}' may not be read, so what is in it is not known."));
        }

        if (_walk.IsCut)
        {
            reporter.Warning(
                ShownText.Of(
                    $"{environment}: there are more than {FileLimits.ModelFiles} files under its model folders; the "
                        + "others are not looked at."));
        }
    }

    /// <summary>The item of a file. Files that hide others come before them.</summary>
    /// <param name="reader">Makes items.</param>
    /// <param name="files">The environment's files.</param>
    /// <param name="file">The file.</param>
    /// <param name="hashed">What came of hashing it.</param>
    /// <param name="options">What is wanted.</param>
    internal InspectedItem Item(
        EnvironmentReader reader,
        IEnvironmentFiles files,
        ModelFile file,
        HashedFile hashed,
        InspectionOptions options)
    {
        _told[file] = hashed.Sha256;
        List<InspectionFinding> findings = [.. ModelJudge.Judge(files, file, options.ReadHeaders)];
        if (hashed.Finding is not null && !findings.Exists(static f => f.Code == Finding.Unreadable))
        {
            findings.Add(hashed.Finding);
        }

        string? before = file.Winner is null ? null : _told.GetValueOrDefault(file.Winner);
        if (ModelJudge.Shadowed(file, hashed.Sha256, before) is InspectionFinding shadowed)
        {
            findings.Add(shadowed);
        }

        return reader.Model(file, hashed.Sha256, findings);
    }
}
