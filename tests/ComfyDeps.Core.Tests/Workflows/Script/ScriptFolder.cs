using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using ComfyDeps.Workflows;
using ComfyDeps.Workflows.Script;

namespace ComfyDeps.Core.Tests.Workflows.Script;

/// <summary>A repository made for one test.</summary>
internal sealed class ScriptFolder : IDisposable
{
    public ScriptFolder()
    {
        Root = Directory.CreateTempSubdirectory("comfydeps-script-").FullName;
        Directory.CreateDirectory(Path.Join(Root, "repo", ".git"));
    }

    /// <summary>The folder around the repository.</summary>
    public string Root { get; }

    /// <summary>Writes a file of the repository.</summary>
    public string Write(string name, string text)
    {
        string path = Path.Join(Root, "repo", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Reads a file of the repository as if the user had named it.</summary>
    public ScriptReadResult Read(string name, bool isNamed = true)
        => ScriptWorkflowReader.Read(
            Path.Join(Root, "repo", name), Root, new ScriptSession(), isNamed, CancellationToken.None);

    /// <summary>Reads one script; it must have no errors.</summary>
    public static IReadOnlyList<WorkflowDocument> ReadText(string text, string name = "flow.ts")
    {
        using ScriptFolder folder = new();
        folder.Write(name, text);
        ScriptReadResult result = folder.Read(name);
        Assert.Empty(result.Errors);
        return result.Documents;
    }

    /// <summary>The known classes, sorted.</summary>
    public static string Classes(IEnumerable<WorkflowDocument> documents) => string.Join(' ', documents
        .SelectMany(document => document.Nodes)
        .Where(node => !node.IsUnknown)
        .Select(node => node.ClassType)
        .Distinct()
        .Order(StringComparer.Ordinal));

    /// <summary>The texts of an input, sorted; those that are not known in angle brackets.</summary>
    public static string Values(IEnumerable<WorkflowDocument> documents, string name) => string.Join(' ', documents
        .SelectMany(document => document.Nodes)
        .SelectMany(node => node.Values)
        .Where(value => value.Name == name)
        .Select(value => value.IsUnknown ? $"<{value.Text}>" : value.Text)
        .Distinct()
        .Order(StringComparer.Ordinal));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
