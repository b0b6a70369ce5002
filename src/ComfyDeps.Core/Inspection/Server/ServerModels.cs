using System;
using System.Collections.Generic;

namespace ComfyDeps.Inspection.Server;

/// <summary>The files that a running server sees in one of its model folders.</summary>
internal sealed class ServerModels
{
    private readonly HashSet<string> _comparable;

    /// <summary>Takes the files of a folder.</summary>
    /// <param name="folder">The folder's key.</param>
    /// <param name="files">The files below it.</param>
    internal ServerModels(string folder, IReadOnlyList<string> files)
    {
        Folder = folder;
        string[] comparable = new string[files.Count];
        for (int i = 0; i < files.Count; i++)
        {
            comparable[i] = ComboOptions.Comparable(files[i]);
        }

        Files = comparable;
        _comparable = new HashSet<string>(comparable, StringComparer.Ordinal);
    }

    /// <summary>The folder's key, such as <c>loras</c>.</summary>
    internal string Folder { get; }

    /// <summary>The files, relative to the folder, with slashes.</summary>
    internal IReadOnlyList<string> Files { get; }

    /// <summary>Whether a file is there, whichever slashes its name has.</summary>
    /// <param name="name">The name, relative to the folder.</param>
    internal bool Has(string name) => _comparable.Contains(ComboOptions.Comparable(name));
}
