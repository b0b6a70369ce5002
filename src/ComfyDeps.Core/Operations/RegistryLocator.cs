using System.IO;
using ComfyDeps.Configuration;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>Which registry a command is about.</summary>
internal static class RegistryLocator
{
    /// <summary>The registry to read, as it is now.</summary>
    /// <param name="named">The file that was named, or null.</param>
    /// <param name="currentFolder">The folder that the user is in.</param>
    /// <exception cref="ComfyDepsException">There is none, or it is not valid.</exception>
    internal static RegistryFile Load(string? named, string currentFolder)
        => RegistryFile.Load(named ?? RegistryLocations.ForReading(currentFolder) ?? throw new ComfyDepsException(
            ErrorCode.RegistryNotFound,
            $"There is no {RegistryLocations.FileName} in '{currentFolder}' or above it.",
            currentFolder,
            "Get-ComfyWorkflowDependency | Update-ComfyRegistry makes one; -RegistryPath names another."));

    /// <summary>The path of the registry to write.</summary>
    /// <param name="named">The file that was named, or null.</param>
    /// <param name="currentFolder">The folder that the user is in.</param>
    internal static string PathForWriting(string? named, string currentFolder)
        => named is null ? RegistryLocations.ForWriting(currentFolder) : Path.GetFullPath(named, currentFolder);

    /// <summary>
    /// What a registry says for the reading of workflows; null where there is none. One that was not named and is not
    /// valid is told of and does not count.
    /// </summary>
    /// <param name="named">The file that was named, or null.</param>
    /// <param name="currentFolder">The folder that the user is in, or null for no registry but a named one.</param>
    /// <param name="reporter">Hears of it.</param>
    internal static RegistryDecider? Decider(string? named, string? currentFolder, IReporter reporter)
    {
        if ((named ?? (currentFolder is null ? null : RegistryLocations.ForReading(currentFolder))) is not string path)
        {
            return null;
        }

        try
        {
            RegistryDocument document = RegistryFormat.Read(path);
            reporter.Detail($"Using the registry '{path}'.");
            return new RegistryDecider(document);
        }
        catch (ComfyDepsException e) when (named is null)
        {
            reporter.Error(e);
            return null;
        }
    }
}
