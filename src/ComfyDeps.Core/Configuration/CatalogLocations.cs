using System;
using System.IO;

namespace ComfyDeps.Configuration;

/// <summary>The places where a catalog can be.</summary>
internal static class CatalogLocations
{
    /// <summary>Names a catalog folder that is used before all others.</summary>
    internal const string Variable = "COMFYDEPS_CATALOG";

    private const string Manifest = "ComfyDeps.psd1";

    private static readonly string[] s_folders = ["registry", "catalog"];

    /// <summary>The folder that the environment names, or null.</summary>
    internal static string? Named
        => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    /// <summary>Where this user's own catalog is kept, or null on a machine that has no place for it.</summary>
    internal static string? User
    {
        get
        {
            string data = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify);
            return data.Length == 0 ? null : Path.Join(data, "ComfyDeps", "catalog");
        }
    }

    /// <summary>The catalog that came with the module (beside its manifest), or null.</summary>
    internal static string? Shipped
        => Above(Path.GetDirectoryName(typeof(CatalogLocations).Assembly.Location), Manifest) is string root
            ? Path.Join([root, .. s_folders])
            : null;

    /// <summary>The catalog of the checkout of this project that holds a folder, or null.</summary>
    /// <param name="folder">Where to start looking upwards.</param>
    internal static string? OfCheckout(string folder)
        => Above(folder, "ComfyDeps.sln") is string root && File.Exists(Path.Join(root, Manifest))
            ? Path.Join([root, .. s_folders])
            : null;

    private static string? Above(string? folder, string file)
    {
        for (; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, file)))
            {
                return folder;
            }
        }

        return null;
    }
}
