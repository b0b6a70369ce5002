using System;
using System.Collections.Generic;
using System.IO.Enumeration;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>Lists the entries of a registry.</summary>
public static class GetRegistry
{
    /// <summary>Lists entries.</summary>
    /// <param name="options">Which.</param>
    /// <param name="reporter">Hears what is not found.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The entries: the environment's, then packs, then models.</returns>
    public static async IAsyncEnumerable<RegistryEntry> RunAsync(
        GetRegistryOptions options,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        RegistryFile file = await Task.Run(
            () => RegistryLocator.Load(options.RegistryPath, options.CurrentFolder), cancellationToken)
                .ConfigureAwait(false);
        reporter.Detail($"Using the registry '{file.Path}'.");
        RegistryEntry[] entries =
        [
            .. RegistryEntries.Of(file.Document)
                .Where(entry => options.Kinds.Count == 0 || options.Kinds.Contains(entry.Kind)),
        ];
        HashSet<RegistryEntry> chosen = [.. Choose(entries, options.Names, file.Path, reporter)];
        foreach (RegistryEntry entry in entries.Where(entry => options.Names.Count == 0 || chosen.Contains(entry)))
        {
            yield return entry;
        }
    }

    /// <summary>The entries that names mean. Finding none is an error, but for a wildcard.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="names">The names.</param>
    /// <param name="path">The registry, for messages.</param>
    /// <param name="reporter">Hears what is not found.</param>
    internal static IEnumerable<RegistryEntry> Choose(
        IReadOnlyList<RegistryEntry> entries, IReadOnlyList<string> names, string path, IReporter reporter)
    {
        foreach (string name in names)
        {
            RegistryEntry[] found =
                [.. entries.Where(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
            bool isWildcard = name.AsSpan().IndexOfAny('*', '?') >= 0;
            if (found.Length == 0 && isWildcard)
            {
                string pattern = name.Replace("\\", "\\\\", StringComparison.Ordinal);
                found = [.. entries.Where(entry => FileSystemName.MatchesSimpleExpression(pattern, entry.Name))];
            }

            if (found.Length == 0 && !isWildcard)
            {
                reporter.Error(new ComfyDepsException(
                    ErrorCode.NotFound,
                    $"The registry '{path}' has no entry '{name}'.",
                    name,
                    "Get-ComfyRegistry lists all entries; a wildcard such as '*flux*' finds some."));
            }

            foreach (RegistryEntry entry in found)
            {
                yield return entry;
            }
        }
    }
}
