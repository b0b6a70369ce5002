using System;
using System.IO;

namespace ComfyDeps.Core.Tests.Support;

/// <summary>
/// A file under tests/fixtures/golden that says what is rendered; COMFYDEPS_UPDATE_GOLDEN=1 rewrites it.
/// </summary>
internal static class GoldenFile
{
    /// <summary>Requires that a text is what the file says.</summary>
    public static void AssertIs(string name, string text)
    {
        string path = Repository.Fixture("golden", name);
        if (Environment.GetEnvironmentVariable("COMFYDEPS_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }
}
