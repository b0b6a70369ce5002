using System;
using System.Collections.Generic;
using ComfyDeps.Inspection.Files;
using ComfyDeps.Inspection.Git;

namespace ComfyDeps.Inspection.Packs;

/// <summary>Tells which ComfyUI it is.</summary>
internal static class ComfyUiReader
{
    /// <summary>The name of ComfyUI as an item.</summary>
    internal const string Name = "ComfyUI";

    /// <summary>Reads it.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="environment">What the environment is called.</param>
    /// <param name="folder">ComfyUI's folder.</param>
    /// <param name="packs">Judges checkouts and requirements.</param>
    internal static InspectedItem Read(IEnvironmentFiles files, string environment, string folder, PackReader packs)
    {
        List<InspectionFinding> findings = [];
        GitCheckout? checkout = GitReader.Read(files, folder);
        bool? isDirty = checkout is null ? null : packs.Judge(checkout, findings);
        ProjectFile? project = ProjectFile.Read(files, folder);
        findings.AddRange(packs.Requirements(folder, project));
        string? address = RepositoryAddress.Normalize(checkout?.Remote);
        return new InspectedItem(
            new InstalledItem
            {
                Kind = DependencyKind.ComfyUI,
                Name = Name,
                Environment = environment,
                Location = ShownText.Of(folder),
                Source = checkout is null ? null : SourceKind.Git,
                Url = address is null ? null : new Uri(address),
                Version = ShownText.OrNull(Version(files, folder) ?? project?.Version),
                Commit = checkout?.Commit,
                Dirty = isDirty,
            },
            findings);
    }

    /// <summary><c>__version__ = "0.3.76"</c> in the file that ComfyUI itself reads.</summary>
    private static string? Version(IEnvironmentFiles files, string folder)
    {
        string text = files.ReadText(EnvironmentPath.Join(folder, "comfyui_version.py")) ?? string.Empty;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("__version__", StringComparison.Ordinal) && line.IndexOf('=') is > 0 and int equals)
            {
                string value = line[(equals + 1)..].Trim().Trim(['"', '\'']).ToString();
                return value.Length is > 0 and < 64 ? value : null;
            }
        }

        return null;
    }
}
