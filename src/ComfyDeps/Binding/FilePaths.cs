using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using ComfyDeps.Pipeline;
using Microsoft.PowerShell.Commands;

namespace ComfyDeps.Binding;

internal static class FilePaths
{
    /// <summary>Turns PowerShell paths into file system paths, writing an error for each one that has none.</summary>
    internal static IEnumerable<string> Resolve(PSCmdlet cmdlet, IEnumerable<string> paths, bool literal)
    {
        foreach (string path in paths)
        {
            string unresolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(
                path, out ProviderInfo provider, out _);

            if (provider.ImplementingType != typeof(FileSystemProvider))
            {
                cmdlet.WriteError(ErrorRecords.PathNotFileSystem(path, provider));
                continue;
            }

            // 'flux [v2].json' is a wildcard to PowerShell but a plain name to everyone else: what exists wins.
            if (File.Exists(unresolved))
            {
                yield return unresolved;
                continue;
            }

            Collection<string> matches = literal ? [] : Expand(cmdlet, path);
            if (matches.Count == 0)
            {
                cmdlet.WriteError(ErrorRecords.PathNotFound(path));
            }

            foreach (string match in matches)
            {
                yield return match;
            }
        }
    }

    private static Collection<string> Expand(PSCmdlet cmdlet, string path)
    {
        try
        {
            return cmdlet.GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (ItemNotFoundException)
        {
            return [];
        }
    }
}
