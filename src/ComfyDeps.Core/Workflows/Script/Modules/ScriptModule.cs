using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Modules;

/// <summary>One file of a repository, read and parsed once: a script, or JSON that scripts import.</summary>
internal sealed class ScriptModule
{
    /// <summary>Describes a script.</summary>
    public ScriptModule(SourceFile file, ScriptTree? tree)
    {
        File = file;
        Tree = tree;
        if (tree is not null)
        {
            foreach (Statement statement in tree.Program.Body)
            {
                Declare(statement);
            }
        }
    }

    /// <summary>Its text.</summary>
    public SourceFile File { get; }

    /// <summary>Its tree; null when it is JSON.</summary>
    public ScriptTree? Tree { get; }

    /// <summary>What it imports: local name to where from.</summary>
    public Dictionary<string, ImportedName> Imports { get; } = new(StringComparer.Ordinal);

    /// <summary>What it exports, in order: name to where it is.</summary>
    public Dictionary<string, ExportedName> Exports { get; } = new(StringComparer.Ordinal);

    /// <summary>Modules of which it exports everything.</summary>
    public List<string> StarExports { get; } = [];

    /// <summary>Every module that a declaration names, in order.</summary>
    public List<string> Sources { get; } = [];

    /// <summary>True when it has nothing of its own and only exports what others have.</summary>
    public bool IsHandingOn => Tree is { Program.Body: { IsEmpty: false } body }
        && body.All(
            static statement => statement is ExportAllDeclaration or ExportNamesDeclaration { Source: not null });

    private void Declare(Statement statement)
    {
        switch (statement)
        {
            case ImportDeclaration import:
                DeclareImports(import);
                break;
            case ImportEqualsDeclaration { Source: { } source } equals:
                Sources.Add(source.Value);
                Imports[equals.Local.Name] = new ImportedName(source.Value, "=");
                break;
            case ExportDeclaration export:
                foreach (string name in DeclaredNames.Of(export.Declaration))
                {
                    Exports[name] = new ExportedName(null, name);
                }

                break;
            case ExportNamesDeclaration names:
                DeclareExports(names);
                break;
            case ExportAllDeclaration all:
                DeclareExports(all);
                break;
            case ExportDefaultDeclaration:
                Exports["default"] = new ExportedName(null, DefaultName);
                break;
            default:
                break;
        }
    }

    private void DeclareImports(ImportDeclaration import)
    {
        Sources.Add(import.Source.Value);
        foreach (ImportSpecifier specifier in import.Specifiers)
        {
            Imports[specifier.Local.Name] = new ImportedName(import.Source.Value, specifier.ImportedName);
        }
    }

    private void DeclareExports(ExportNamesDeclaration names)
    {
        if (names.Source is not null)
        {
            Sources.Add(names.Source.Value);
        }

        foreach (ExportSpecifier specifier in names.Specifiers)
        {
            Exports[specifier.ExportedName] = new ExportedName(names.Source?.Value, specifier.LocalName);
        }
    }

    private void DeclareExports(ExportAllDeclaration all)
    {
        Sources.Add(all.Source.Value);
        if (all.ExportedName is null)
        {
            StarExports.Add(all.Source.Value);
        }
        else
        {
            Exports[all.ExportedName] = new ExportedName(all.Source.Value, "*");
        }
    }

    /// <summary>The name under which the default export is kept, which no script can write.</summary>
    public const string DefaultName = "*default*";
}

/// <summary>Where an imported name comes from.</summary>
/// <param name="Source">The module as written.</param>
/// <param name="Name">Its name there; <c>*</c> for all of it, <c>=</c> for what <c>require</c> gives.</param>
internal readonly record struct ImportedName(string Source, string Name);

/// <summary>Where an exported name is found.</summary>
/// <param name="Source">The module that it is from as written, or null when it is a variable of this one.</param>
/// <param name="Name">Its name there.</param>
internal readonly record struct ExportedName(string? Source, string Name);
