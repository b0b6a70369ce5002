using System;
using System.Collections.Generic;
using System.IO;
using ComfyDeps.Configuration;
using ComfyDeps.Registry;
using ComfyDeps.Verification.Installed;

namespace ComfyDeps.Operations;

/// <summary>What environments should hold, from the registry and from what workflows need.</summary>
internal static class ExpectedEnvironment
{
    private const long LargestConstraints = 16 * 1024 * 1024;

    /// <summary>What the registry has; with needs, only those, and a registry need not be there.</summary>
    /// <param name="named">The registry that was named, or null.</param>
    /// <param name="currentFolder">The folder that the user is in.</param>
    /// <param name="needs">What workflows need, or null.</param>
    /// <param name="reporter">Hears what is used.</param>
    internal static Expectations Of(
        string? named, string currentFolder, IReadOnlyList<object>? needs, IReporter reporter)
    {
        RegistryFile? file = needs is null || named is not null || RegistryLocations.Find(currentFolder) is not null
            ? RegistryLocator.Load(named, currentFolder)
            : null;
        reporter.Detail(
            file is null
                ? "There is no registry: only what the workflows need is looked for."
                : $"Using the registry '{file.Path}'.");
        RegistryDocument document = file?.Document ?? new RegistryDocument();
        IReadOnlyList<string> constraints = Constraints(file, reporter);
        return needs is null ? Expectations.Of(document, constraints) : Expectations.Of(needs, document, constraints);
    }

    /// <summary>The registry as far as it is there, to compare environments with.</summary>
    /// <param name="named">The registry that was named, or null.</param>
    /// <param name="currentFolder">The folder that the user is in.</param>
    /// <param name="reporter">Hears what is used.</param>
    internal static Expectations? IfThere(string? named, string currentFolder, IReporter reporter)
        => named is not null || RegistryLocations.Find(currentFolder) is not null
            ? Of(named, currentFolder, null, reporter)
            : null;

    /// <summary>
    /// The lines of the constraints file; without it, distributions are compared with nothing, and that is said.
    /// </summary>
    private static string[] Constraints(RegistryFile? file, IReporter reporter)
    {
        if (file?.Document.Environment.Constraints is not ConstraintsPin pin)
        {
            return [];
        }

        string path = Path.Join(Path.GetDirectoryName(Path.GetFullPath(file.Path)), pin.Path);
        try
        {
            return new FileInfo(path).Length <= LargestConstraints ? File.ReadAllLines(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reporter.Warning(
                $"The constraints file '{path}' cannot be read, so Python distributions are compared with nothing: "
                    + $"{e.Message}");
            return [];
        }
    }
}
