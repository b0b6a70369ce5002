using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Sources.Civitai;

/// <summary>Chooses the file of a version that is meant.</summary>
internal static class CivitaiChoice
{
    /// <summary>The file that is meant, or null when the version has none such.</summary>
    /// <param name="version">The version.</param>
    /// <param name="place">What the address says.</param>
    /// <param name="model">What else is known of the file.</param>
    internal static CivitaiFileFact? Choose(CivitaiVersionFact version, CivitaiAddress place, ModelReference model)
    {
        if (place.FileId is long id)
        {
            return version.Files.FirstOrDefault(file => file.Id == id);
        }

        CivitaiFileFact[] fitting = [.. version.Files.Where(file => place.Filters.All(filter => Fits(file, filter)))];
        if (place.Filters.Count > 0 && fitting.Length == 0)
        {
            return null;
        }

        return (model.Sha256 is null ? null : Array.Find(fitting, file => file.Sha256 == model.Sha256))
            ?? Array.Find(fitting, file => Named(file, model.File) || Named(file, model.Name))
            ?? Array.Find(fitting, static file => file.IsPrimary)
            ?? Array.Find(fitting, static file => file.Type is "Model" or "Pruned Model")
            ?? fitting.FirstOrDefault();
    }

    private static bool Named(CivitaiFileFact file, string? name)
        => name is not null && string.Equals(name.Split('/', '\\')[^1], file.Name, StringComparison.OrdinalIgnoreCase);

    private static bool Fits(CivitaiFileFact file, KeyValuePair<string, string> filter)
    {
        string? value = filter.Key == "type" ? file.Type : file.Metadata.GetValueOrDefault(filter.Key);
        return string.Equals(value, filter.Value, StringComparison.OrdinalIgnoreCase);
    }
}
