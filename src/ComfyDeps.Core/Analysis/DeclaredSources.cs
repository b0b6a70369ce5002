using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Workflows;

namespace ComfyDeps.Analysis;

/// <summary>What a workflow declares about its model files: believed only as far as it does no harm.</summary>
internal sealed class DeclaredSources
{
    private readonly Dictionary<string, List<DeclaredModel>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _mentioned = new(StringComparer.Ordinal);

    /// <summary>
    /// Collects the declarations of a whole workflow: one file is often declared by one node and used by two.
    /// </summary>
    /// <param name="document">The workflow.</param>
    public DeclaredSources(WorkflowDocument document)
    {
        Add(document.DeclaredModels);
        foreach (WorkflowNode node in document.Nodes)
        {
            Add(node.DeclaredModels);
        }
    }

    /// <summary>
    /// Takes an address from a widget of a node that fetches files: a source of the file that it names.
    /// </summary>
    /// <param name="url">The address.</param>
    public void AddAddress(string url)
        => Add([new DeclaredModel(SourceAddress.FileName(url), url, Directory: null, Hash: null, HashType: null)]);

    /// <summary>
    /// Takes the addresses of model files in a note: hints, for whoever wrote it meant them for people.
    /// </summary>
    /// <param name="note">The note's text.</param>
    public void AddNote(string note)
    {
        foreach (string url in SourceAddress.InText(note))
        {
            string name = SourceAddress.FileName(url);
            if (!_mentioned.TryGetValue(name, out List<string>? urls))
            {
                _mentioned.Add(name, urls = []);
            }

            urls.Add(url);
        }
    }

    /// <summary>The folder that a workflow declares for a file, or null.</summary>
    /// <param name="fileName">The file's own name.</param>
    public string? Folder(string fileName)
        => Declarations(fileName)
            .Select(static model => model.Directory)
            .FirstOrDefault(static folder => !string.IsNullOrEmpty(folder))
            is string folder
            ? ModelFolders.Newest(folder)
            : null;

    /// <summary>Where a workflow says that a file can be had.</summary>
    /// <param name="fileName">The file's own name.</param>
    /// <param name="folder">Its folder: the same name in another folder is another file.</param>
    public (List<Uri> Trusted, List<string> Hints, string? Sha256) Sources(string fileName, string? folder)
    {
        List<Uri> trusted = [];
        List<string> hints = [];
        HashSet<string> hashes = new(StringComparer.Ordinal);
        foreach (DeclaredModel model in Declarations(fileName))
        {
            if (model.Directory is string directory && folder is not null && ModelFolders.Newest(directory) != folder)
            {
                continue;
            }

            if (SourceAddress.Parse(model.Url) is Uri address)
            {
                if (!trusted.Contains(address))
                {
                    trusted.Add(address);
                }
            }
            else if (model.Url is { Length: > 0 } url && !hints.Contains(url))
            {
                hints.Add(url);
            }

            if (Sha256(model) is string hash)
            {
                hashes.Add(hash);
            }
        }

        foreach (string url in _mentioned.GetValueOrDefault(fileName) ?? [])
        {
            if (!hints.Contains(url))
            {
                hints.Add(url);
            }
        }

        // Two hashes for one file: one of them is wrong, and nobody can say which.
        return (trusted, hints, hashes.Count == 1 ? hashes.Single() : null);
    }

    private static string? Sha256(DeclaredModel model)
        => model.HashType is string type
            && type
                .Replace("-", string.Empty, StringComparison.Ordinal)
                .Equals("sha256", StringComparison.OrdinalIgnoreCase)
            && model.Hash is { Length: 64 } hash
            && hash.All(char.IsAsciiHexDigit)
            ? hash.ToLowerInvariant()
            : null;

    private List<DeclaredModel> Declarations(string fileName) => _byName.GetValueOrDefault(fileName) ?? [];

    private void Add(IReadOnlyList<DeclaredModel> models)
    {
        foreach (DeclaredModel model in models)
        {
            string name = ModelFileName.Base(model.Name);
            if (!_byName.TryGetValue(name, out List<DeclaredModel>? same))
            {
                _byName.Add(name, same = []);
            }

            same.Add(model);
        }
    }
}
