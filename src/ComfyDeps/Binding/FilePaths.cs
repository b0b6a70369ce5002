using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using ComfyDeps.Pipeline;
using Microsoft.PowerShell.Commands;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace ComfyDeps.Binding;

/// <summary>Turns what is given as a path into full paths of the file system; the only place that does.</summary>
internal static class FilePaths
{
    /// <summary>The files and folders that paths name, writing an error for each path that names none.</summary>
    /// <param name="cmdlet">Knows the current location, and writes the errors.</param>
    /// <param name="paths">As given.</param>
    /// <param name="literal">Whether wildcard characters are just characters.</param>
    /// <returns>Full paths, in the order given; those of one pattern in ordinal order.</returns>
    internal static IEnumerable<string> Resolve(PSCmdlet cmdlet, IEnumerable<string> paths, bool literal)
    {
        foreach (string path in paths)
        {
            if (Unresolved(cmdlet, path) is not string unresolved)
            {
                continue;
            }

            // 'flux [v2].json' is a wildcard to PowerShell but a plain name to everyone else: what exists wins.
            if (Path.Exists(unresolved))
            {
                yield return unresolved;
                continue;
            }

            string[] matches = literal ? [] : Expand(cmdlet, path);
            if (matches.Length == 0)
            {
                cmdlet.WriteError(ErrorRecords.PathNotFound(path));
            }

            foreach (string match in matches)
            {
                yield return match;
            }
        }
    }

    /// <summary>
    /// The full path of one file or folder that need not exist: what is written, or read where given.
    /// </summary>
    /// <param name="cmdlet">Knows the current location; ends with an error when the path is no place for a
    /// file.</param>
    /// <param name="path">As given; never a pattern.</param>
    /// <returns>The full path.</returns>
    internal static string Single(PSCmdlet cmdlet, string path)
    {
        try
        {
            string full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(
                path, out ProviderInfo provider, out _);
            if (provider.ImplementingType != typeof(FileSystemProvider))
            {
                cmdlet.ThrowTerminatingError(ErrorRecords.PathNotFileSystem(path, provider));
            }

            return full;
        }
        catch (SessionStateException e) when (e is DriveNotFoundException or ProviderNotFoundException)
        {
            return Plain(cmdlet, path);
        }
    }

    private static string? Unresolved(PSCmdlet cmdlet, string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            cmdlet.WriteError(ErrorRecords.PathNotFound(path));
            return null;
        }

        try
        {
            string unresolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(
                path, out ProviderInfo provider, out _);
            if (provider.ImplementingType == typeof(FileSystemProvider))
            {
                return unresolved;
            }

            cmdlet.WriteError(ErrorRecords.PathNotFileSystem(path, provider));
        }
        catch (SessionStateException e) when (e is DriveNotFoundException or ProviderNotFoundException)
        {
            // 'a:b.json' is a drive to PowerShell and a name on Linux.
            string plain = Plain(cmdlet, path);
            if (Path.Exists(plain))
            {
                return plain;
            }

            cmdlet.WriteError(ErrorRecords.PathNotFound(path));
        }

        return null;
    }

    private static string Plain(PSCmdlet cmdlet, string path)
        => Path.GetFullPath(path, cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath);

    private static string[] Expand(PSCmdlet cmdlet, string path)
    {
        try
        {
            return [.. cmdlet.GetResolvedProviderPathFromPSPath(path, out _).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is ItemNotFoundException or WildcardPatternException)
        {
            return [];
        }
    }
}
