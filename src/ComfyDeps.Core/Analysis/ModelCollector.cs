using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Analysis;

/// <summary>Makes the distinct needs of a workflow from all the places that name models.</summary>
/// <param name="declared">What the workflow declares about its files.</param>
internal sealed class ModelCollector(DeclaredSources declared)
{
    private readonly List<ModelUse> _uses = [];

    /// <summary>Adds one place.</summary>
    /// <param name="use">What stands there.</param>
    public void Add(ModelUse use) => _uses.Add(use);

    /// <summary>How many places were added.</summary>
    public int Count => _uses.Count;

    /// <summary>The names that were added for a folder.</summary>
    /// <param name="folder">The folder that is the likeliest one for them.</param>
    public IEnumerable<string> Names(string folder)
        => _uses.Where(use => use.Folders.Count > 0 && use.Folders[0] == folder).Select(static use => use.Name);

    /// <summary>The needs, in the order of their first use.</summary>
    public IReadOnlyList<ModelNeed> ToNeeds()
    {
        if (_uses.Count == 0)
        {
            return [];
        }

        Dictionary<string, string> certain = CertainFolders();
        Dictionary<(string, string?, bool), Group> groups = [];
        List<Group> inOrder = [];
        foreach (ModelUse use in _uses)
        {
            string name = ModelFileName.WithSlashes(use.Name);
            (string? folder, FolderEvidence evidence) = Choose(use, name, certain);
            (string, string?, bool) key = (name, folder, use.IsUnknown);
            if (!groups.TryGetValue(key, out Group? group))
            {
                groups.Add(key, group = new Group(folder));
                inOrder.Add(group);
            }

            group.Add(use, evidence);
        }

        return [.. inOrder.Select(group => group.ToNeed(declared))];
    }

    /// <summary>The folders of the names that a known loader loads from one folder only.</summary>
    private Dictionary<string, string> CertainFolders()
    {
        Dictionary<string, string> certain = new(StringComparer.Ordinal);
        foreach (ModelUse use in _uses)
        {
            if (use is { Evidence: FolderEvidence.Loader, Folders.Count: 1, IsUnknown: false })
            {
                certain.TryAdd(ModelFileName.WithSlashes(use.Name), use.Folders[0]);
            }
        }

        return certain;
    }

    /// <summary>
    /// A known loader decides. Where it leaves a choice, or where there is only a guess, the workflow's declaration and
    /// then the other uses of the same name decide.
    /// </summary>
    private (string? Folder, FolderEvidence Evidence) Choose(
        ModelUse use,
        string name,
        Dictionary<string, string> certain)
    {
        bool isKnown = use.Evidence == FolderEvidence.Loader;
        if ((isKnown && use.Folders.Count == 1) || use.IsUnknown)
        {
            return (use.Folders.Count == 0 ? null : use.Folders[0], use.Evidence);
        }

        if (use.FileName is string file
            && declared.Folder(file) is string said
            && (!isKnown || use.Folders.Contains(said, StringComparer.Ordinal)))
        {
            return (said, isKnown ? FolderEvidence.Loader : FolderEvidence.Declared);
        }

        if (certain.TryGetValue(name, out string? elsewhere)
            && (!isKnown || use.Folders.Contains(elsewhere, StringComparer.Ordinal)))
        {
            return (elsewhere, FolderEvidence.Loader);
        }

        return (use.Folders.Count == 0 ? null : use.Folders[0], use.Evidence);
    }

    private sealed class Group(string? folder)
    {
        private readonly List<ModelUse> _uses = [];
        private FolderEvidence _evidence;

        public void Add(ModelUse use, FolderEvidence evidence)
        {
            _uses.Add(use);
            _evidence = evidence > _evidence ? evidence : _evidence;
        }

        public ModelNeed ToNeed(DeclaredSources declared)
        {
            ModelUse first = _uses[0];
            List<Uri> trusted = [];
            List<string> hints = [];
            string? sha256 = null;
            if (first.FileName is string file)
            {
                (trusted, hints, sha256) = declared.Sources(file, folder);
            }

            AddUsedUrls(trusted, hints);

            // A preset that may mean several files has several addresses and no first one.
            bool isOpen = first is { Implied: true, FileName: null };
            return new ModelNeed
            {
                Name = first.Name,
                Folder = folder,
                FileName = first.FileName,
                Evidence = _evidence,
                Required = _uses.Exists(static use => use.IsActive),
                Implied = _uses.TrueForAll(static use => use.Implied),
                IsUnknown = first.IsUnknown,
                IsDirectory = first.IsDirectory,
                Occurrences = [.. _uses.Select(static use => use.Occurrence).Distinct(StringComparer.Ordinal)],
                SourceUrl = isOpen || trusted.Count == 0 ? null : trusted[0],
                Alternatives = [.. trusted.Skip(isOpen ? 0 : 1).Select(static address => address.AbsoluteUri)],
                Hints = hints,
                Sha256 = sha256,
            };
        }

        /// <summary>What no file can be downloaded from is a hint.</summary>
        private void AddUsedUrls(List<Uri> trusted, List<string> hints)
        {
            foreach (string url in _uses.Select(static use => use.Url).OfType<string>())
            {
                if (SourceAddress.Parse(url) is Uri address)
                {
                    if (!trusted.Contains(address))
                    {
                        trusted.Add(address);
                    }
                }
                else if (!hints.Contains(url))
                {
                    hints.Add(url);
                }
            }
        }
    }
}
