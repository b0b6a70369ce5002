using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using ComfyDeps.Analysis;

namespace ComfyDeps.Catalog;

/// <summary>
/// The facts about loaders, <c>loaders.json</c> and <c>implied-models.json</c> of the catalog. Opening them notes where
/// each class stands; a class is read when it is first asked for.
/// </summary>
internal sealed class LoaderFacts : ILoaderFacts
{
    /// <summary>The facts about inputs.</summary>
    public const string LoadersFile = "loaders.json";

    /// <summary>The facts about models that nothing names.</summary>
    public const string ImpliedFile = "implied-models.json";

    /// <summary>
    /// What pollockjj/ComfyUI-MultiGPU appends to the names of the loaders that it wraps; the longest first.
    /// </summary>
    private static readonly string[] s_wrappers =
    [
        "DisTorch2MultiGPUv2",
        "DisTorch2MultiGPU",
        "DisTorchMultiGPU",
        "MultiGPU",
    ];

    private readonly ClassLines _loaders;
    private readonly ClassLines _implied;
    private readonly ConcurrentDictionary<string, LoaderClass> _read = new(StringComparer.Ordinal);

    private LoaderFacts(ClassLines loaders, ClassLines implied)
    {
        _loaders = loaders;
        _implied = implied;
    }

    /// <summary>How many classes are known.</summary>
    public int Count => _loaders.Count;

    /// <summary>The classes that are known.</summary>
    public IEnumerable<string> Classes => _loaders.Names;

    /// <summary>Opens the facts in a catalog's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="ComfyDepsException">They are not there or damaged.</exception>
    public static LoaderFacts Open(string folder) => new(Lines(folder, LoadersFile), Lines(folder, ImpliedFile));

    /// <inheritdoc/>
    public LoaderClass? Find(string classType)
    {
        if (_read.TryGetValue(classType, out LoaderClass? known))
        {
            return known;
        }

        bool isLoader = _loaders.TryFind(classType, out ReadOnlyMemory<byte> loader);
        bool isImplying = _implied.TryFind(classType, out ReadOnlyMemory<byte> implied);
        if (!isLoader && !isImplying)
        {
            return WithoutSuffix(classType) is string wrapped ? Find(wrapped) : null;
        }

        return _read.GetOrAdd(classType, LoaderLine.Read(classType, loader.Span, implied.Span));
    }

    /// <summary>The loader that a class wraps, which takes the same widgets and one more at the end; or null.</summary>
    private static string? WithoutSuffix(string classType)
    {
        foreach (string suffix in s_wrappers)
        {
            if (classType.Length > suffix.Length && classType.EndsWith(suffix, StringComparison.Ordinal))
            {
                return classType[..^suffix.Length];
            }
        }

        return null;
    }

    private static ClassLines Lines(string folder, string file)
    {
        string path = Path.Join(folder, file);
        try
        {
            return ClassLines.Open(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ComfyDepsException(
                ErrorCode.CatalogUnavailable,
                $"'{path}' could not be read: {e.Message.TrimEnd('.')}.",
                path,
                "Install the module again, or name another catalog.",
                e);
        }
    }
}
