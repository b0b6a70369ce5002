using System;
using System.IO;
using System.Linq;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script;

/// <summary>Which files are scripts that may hold workflows, by their names.</summary>
internal static class ScriptNames
{
    private static readonly string[] s_testFolders = ["__tests__", "__mocks__", "__test-utils__", "__fixtures__"];

    /// <summary>True for a script that is neither a declaration, types alone, nor a test.</summary>
    public static bool MayHoldWorkflows(string path)
    {
        if (ScriptParser.LanguageOf(path) is null or ScriptLanguage.Declaration)
        {
            return false;
        }

        string name = Path.GetFileName(path);
        string stem = Path.GetFileNameWithoutExtension(name);
        if (stem == "types")
        {
            return false;
        }

        return !stem.EndsWith(".test", StringComparison.OrdinalIgnoreCase)
            && !stem.EndsWith(".spec", StringComparison.OrdinalIgnoreCase)
            && !path.Split('/', '\\').Any(folder => s_testFolders.Contains(folder, StringComparer.Ordinal));
    }
}
