using System;
using ComfyDeps.Registry;
using ComfyDeps.Sources;

namespace ComfyDeps.Verification;

/// <summary>Where a source is asked about what an entry is pinned to.</summary>
internal static class PinPlaces
{
    /// <summary>The place of a model; null where the entry does not name one exactly.</summary>
    /// <param name="name">The entry's name.</param>
    /// <param name="entry">The entry.</param>
    internal static ModelReference? OfModel(string name, ModelEntry entry)
    {
        PinSource source = entry.Source;
        return source.Kind switch
        {
            SourceKind.HuggingFace when source is { Repository: not null, Commit: not null } => new ModelReference
            {
                Name = name,
                Repository = source.Repository,
                File = source.File,
                Revision = source.Commit,
            },
            SourceKind.Civitai when source.ModelVersionId is not null => new ModelReference
            {
                Name = name,
                CivitaiVersionId = source.ModelVersionId,
                CivitaiFileId = source.FileId,
            },
            SourceKind.Url when Uri.TryCreate(source.Url, UriKind.Absolute, out Uri? address) => new ModelReference
            {
                Name = name,
                Url = address,
            },
            _ => null,
        };
    }
}
