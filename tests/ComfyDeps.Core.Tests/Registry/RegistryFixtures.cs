using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ComfyDeps.Core.Tests.Registry;

/// <summary>The registries under <c>tests/fixtures/registry</c>.</summary>
internal static class RegistryFixtures
{
    /// <summary>What the errors of all bad ones say, one a line.</summary>
    internal static readonly string Errors = Repository.Fixture("registry", "bad", "errors.txt");

    /// <summary>Registries as they are written.</summary>
    internal static IEnumerable<TheoryDataRow<string>> Good => Files("good");

    /// <summary>Registries with one mistake each, in a folder for each rule.</summary>
    internal static IEnumerable<TheoryDataRow<string>> Bad => Files("bad");

    /// <summary>The path of one of them.</summary>
    internal static string PathOf(string name) => Repository.Fixture(["registry", .. name.Split('/')]);

    private static IEnumerable<TheoryDataRow<string>> Files(string folder)
    {
        string root = Repository.Fixture("registry");
        return Directory.EnumerateFiles(Path.Join(root, folder), "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Order(System.StringComparer.Ordinal)
            .Select(static name => new TheoryDataRow<string>(name));
    }
}
