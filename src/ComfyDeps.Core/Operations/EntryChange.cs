using System;
using System.Collections.Immutable;
using ComfyDeps.Registry;
using ComfyDeps.Sources.Git;

namespace ComfyDeps.Operations;

/// <summary>Changes one entry of the registry as a person decided.</summary>
/// <param name="options">What was decided.</param>
/// <param name="now">What time it is.</param>
internal sealed class EntryChange(SetRegistryEntryOptions options, DateTimeOffset now)
{
    /// <summary>A changed pack.</summary>
    /// <param name="id">The pack's id.</param>
    /// <param name="entry">The pack as it is.</param>
    internal NodeEntry Of(string id, NodeEntry entry)
    {
        Refuse(id, "a node pack", (options.Sha256, "Sha256"), (options.Size, "Size"), (options.Aliases, "Alias"));
        PinSource source = entry.Source with { Mirror = Chosen(options.Mirror, entry.Source.Mirror) };
        if (options.Version is string version)
        {
            source = Pinned(id, source, version);
        }

        return entry with
        {
            Directory = Chosen(options.Directory, entry.Directory),
            Requested = Chosen(options.Requested, entry.Requested),
            Source = source,
            Verification = Verified(
                id, entry.Verification, Pins.IsExact(entry with { Source = source }), source != entry.Source),
        };
    }

    /// <summary>A changed model.</summary>
    /// <param name="name">Folder/file.</param>
    /// <param name="entry">The model as it is.</param>
    internal ModelEntry Of(string name, ModelEntry entry)
    {
        Refuse(name, "a model", (options.Directory, "Directory"));
        PinSource source = entry.Source with { Mirror = Chosen(options.Mirror, entry.Source.Mirror) };
        if (options.Version is string version)
        {
            source = Pinned(name, source, version);
        }

        ModelEntry changed = entry with
        {
            Aliases = options.Aliases is null ? entry.Aliases : [.. options.Aliases],
            Requested = Chosen(options.Requested, entry.Requested),
            Sha256 = options.Sha256?.ToLowerInvariant() ?? entry.Sha256,
            Size = options.Size ?? entry.Size,
            Source = source,
        };
        bool isOther = source != entry.Source || changed.Sha256 != entry.Sha256 || changed.Size != entry.Size;
        return changed with { Verification = Verified(name, entry.Verification, Pins.IsExact(changed), isOther) };
    }

    private static string? Chosen(string? given, string? present) => given switch
    {
        null => present,
        "" => null,
        _ => given,
    };

    private static PinSource Pinned(string name, PinSource source, string version)
    {
        bool isCommit = GitObjectId.IsFull(version);
        return source.Kind switch
        {
            SourceKind.ComfyRegistry => source with { Version = version, DownloadUrl = null, Sha256 = null },
            SourceKind.Git or SourceKind.HuggingFace when isCommit => source with { Commit = version, Ref = null },
            SourceKind.Git or SourceKind.HuggingFace => throw new ComfyDepsException(
                ErrorCode.InvalidArgument,
                $"'{name}' is pinned by a commit, and '{version}' is not a full one of 40 or 64 hex digits.",
                version,
                "Find-ComfyNodeVersion and Find-ComfyModelVersion tell the commit; -Requested says what a pin "
                    + "follows."),
            _ => throw new ComfyDepsException(
                ErrorCode.InvalidArgument,
                $"'{name}' has no versions: its source is {source.Kind}.",
                name,
                "Its content is pinned with -Sha256."),
        };
    }

    private static void Refuse(string name, string kind, params (object? Value, string Parameter)[] parameters)
    {
        foreach ((object? value, string parameter) in parameters)
        {
            if (value is not null)
            {
                throw new ComfyDepsException(
                    ErrorCode.InvalidArgument,
                    $"-{parameter} says nothing about '{name}', which is {kind}.",
                    name,
                    $"Leave -{parameter} out.");
            }
        }
    }

    /// <summary>
    /// What was found about a pin says nothing about another; a person's word stands beside the pin it is about.
    /// </summary>
    private PinVerification? Verified(string name, PinVerification? before, bool isExact, bool isOther)
    {
        if (options.VerifiedBy is not string person)
        {
            return isOther ? null : before;
        }

        if (!isExact)
        {
            throw new ComfyDepsException(
                ErrorCode.InvalidArgument,
                $"'{name}' has no exact pin that somebody could have verified.",
                name,
                "Pin it first: Update-ComfyRegistry, or -Version; for a model with -Sha256.");
        }

        if (before?.Status == VerificationStatus.Unsafe && !isOther)
        {
            throw new ComfyDepsException(
                ErrorCode.InvalidArgument,
                $"'{name}' is unsafe and cannot be verified by hand: {before.Message}",
                name,
                "Pin another version, or take the entry out with Remove-ComfyRegistryEntry.");
        }

        string? reason = options.Reason ?? (isOther ? null : before?.Message);
        bool isSame = !isOther
            && before?.Status == VerificationStatus.Manual
            && before.VerifiedBy == person
            && before.Message == reason;
        return isSame ? before : new PinVerification
        {
            Status = VerificationStatus.Manual,
            CheckedAt = now,
            VerifiedBy = person,
            Message = reason,
            AvailableVersions = isOther || before is null ? ImmutableArray<string>.Empty : before.AvailableVersions,
        };
    }
}
