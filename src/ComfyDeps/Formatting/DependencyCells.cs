using System;
using System.IO;
using System.Linq;

namespace ComfyDeps.Formatting;

/// <summary>The cells of the view of <see cref="WorkflowDependency"/>.</summary>
public static class DependencyCells
{
    /// <summary>The heading of a workflow's rows: its name, and its file as seen from the current folder.</summary>
    /// <param name="dependency">Any of its dependencies.</param>
    /// <param name="currentFolder">The current folder.</param>
    /// <returns>The heading.</returns>
    public static string Workflow(WorkflowDependency dependency, string currentFolder)
    {
        ArgumentNullException.ThrowIfNull(dependency);
        string relative = Path.GetRelativePath(currentFolder, dependency.WorkflowPath);
        string place = relative.StartsWith("..", StringComparison.Ordinal) ? dependency.WorkflowPath : relative;
        return Format.Text($"{dependency.Workflow} ({place.Replace('\\', '/')})");
    }

    /// <summary>
    /// Who provides it: a pack and the version that the workflow recorded, or a model's folder and where it can be had;
    /// then whether it is muted or implied. For an ambiguous class, the packs that claim it.
    /// </summary>
    /// <param name="dependency">The dependency.</param>
    /// <returns>The cell.</returns>
    public static string Provider(WorkflowDependency dependency)
    {
        ArgumentNullException.ThrowIfNull(dependency);
        bool isModel = dependency.Kind == DependencyKind.Model;
        string provider = isModel ? dependency.Folder ?? string.Empty : Pack(dependency);
        string[] notes =
        [
            .. isModel && dependency.SourceUrl is Uri source ? [Site(source)] : Array.Empty<string>(),
            .. dependency.Implied ? ["implied"] : Array.Empty<string>(),
            .. dependency.Required ? Array.Empty<string>() : ["muted"],
        ];
        return Format.Text(notes.Length == 0 ? provider : $"{provider} ({string.Join(", ", notes)})".TrimStart());
    }

    private static string Pack(WorkflowDependency dependency)
        => dependency.Pack is string pack
            ? dependency.Version is string version ? $"{pack} {Short(version)}" : pack
            : dependency.Status == DependencyStatus.Ambiguous ? "one of " + string.Join(", ", dependency.Alternatives)
            : string.Empty;

    /// <summary>The site's name as people say it: huggingface, civitai, github.</summary>
    private static string Site(Uri source)
    {
        string[] labels = source.Host.Split('.');
        return labels.Length >= 2 ? labels[^2] : source.Host;
    }

    private static string Short(string version)
        => version.Length > 10 && version.All(char.IsAsciiHexDigit) ? version[..10] : version;
}
