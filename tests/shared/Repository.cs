using System;
using System.IO;

namespace ComfyDeps.Tests.Shared;

/// <summary>Where the checkout is, found from where the tests run.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path below <c>tests/fixtures</c>.</summary>
    public static string Fixture(params string[] parts) => Path.Join([Root, "tests", "fixtures", .. parts]);

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "ComfyDeps.sln")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException("The tests must run from inside a checkout: no ComfyDeps.sln above them.");
    }
}
