using System;
using System.Collections.Generic;
using System.IO;
using ComfyDeps.Inspection.Files;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ComfyDeps.Inspection.Models;

/// <summary>Further folders that ComfyUI looks in, as <c>extra_model_paths.yaml</c> names them.</summary>
internal sealed class ExtraModelPaths
{
    private const int DeepestNesting = 8;

    private readonly List<ExtraModelPath> _paths = [];
    private readonly List<string> _bases = [];

    private ExtraModelPaths()
    {
    }

    /// <summary>The folders, in the order in which they stand there.</summary>
    internal IReadOnlyList<ExtraModelPath> Paths => _paths;

    /// <summary>What <c>base_path</c> names.</summary>
    internal IReadOnlyList<string> Bases => _bases;

    /// <summary>What is wrong with the file, or null.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Reads the file; null when there is none.</summary>
    /// <param name="files">The environment's files.</param>
    /// <param name="path">The file.</param>
    /// <param name="home">What <c>~</c> stands for there, or null.</param>
    internal static ExtraModelPaths? Read(IEnvironmentFiles files, string path, string? home)
    {
        if (files.ReadText(path) is not string text)
        {
            return null;
        }

        ExtraModelPaths result = new();
        try
        {
            // Events, and no tree: nothing nests in memory, and what an alias repeats is not repeated here.
            Parser parser = new(new StringReader(text));
            result.ReadDocument(parser, EnvironmentPath.Parent(path), home);
        }
        catch (YamlException e)
        {
            result.Problem = $"line {e.Start.Line} is no YAML";
        }

        return result;
    }

    private void ReadDocument(Parser parser, string folder, string? home)
    {
        List<(string Key, string Value)> section = [];
        string? key = null;
        int depth = 0;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case MappingStart or SequenceStart:
                    depth++;
                    if (depth > DeepestNesting)
                    {
                        throw new YamlException(parser.Current.Start, parser.Current.End, "It nests too deep.");
                    }

                    key = null;
                    break;
                case MappingEnd or SequenceEnd:
                    depth--;
                    key = null;
                    if (depth == 1)
                    {
                        AddSection(section, folder, home);
                        section.Clear();
                    }

                    break;
                case Scalar scalar when depth == 2 && key is not null:
                    section.Add((key, scalar.Value));
                    key = null;
                    break;
                case Scalar scalar when depth == 2:
                    key = scalar.Value;
                    break;
                case AnchorAlias when depth == 2:
                    key = null;
                    break;
            }
        }
    }

    private void AddSection(List<(string Key, string Value)> section, string folder, string? home)
    {
        string? basePath = null;
        bool isDefault = false;
        foreach ((string key, string value) in section)
        {
            if (key == "base_path")
            {
                basePath = Expand(value, folder, home);
            }
            else if (key == "is_default")
            {
                isDefault = value is "true" or "True" or "TRUE" or "yes" or "on" or "1";
            }
        }

        if (basePath is not null && !_bases.Contains(basePath))
        {
            _bases.Add(basePath);
        }

        foreach ((string key, string value) in section)
        {
            if (key is "base_path" or "is_default")
            {
                continue;
            }

            foreach (string line in value.Split(
                '\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                string path = Expand(line, basePath ?? folder, home);
                if (!EnvironmentPath.IsNetwork(path))
                {
                    _paths.Add(new ExtraModelPath(key, path, isDefault));
                }
            }
        }
    }

    private static string Expand(string value, string folder, string? home)
    {
        string path = value.Trim().Replace('\\', '/');
        if (path.StartsWith('~') && home is not null && (path.Length == 1 || path[1] == '/'))
        {
            path = home + path[1..];
        }

        return EnvironmentPath.IsNetwork(path) ? path : EnvironmentPath.Normalize(EnvironmentPath.Join(folder, path));
    }
}

/// <summary>One further folder.</summary>
/// <param name="Key">The kind of models, or <c>custom_nodes</c>.</param>
/// <param name="Path">The folder.</param>
/// <param name="IsDefault">Whether ComfyUI looks there first.</param>
internal sealed record ExtraModelPath(string Key, string Path, bool IsDefault);
