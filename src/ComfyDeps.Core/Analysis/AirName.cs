using System;

namespace ComfyDeps.Analysis;

/// <summary>
/// A model's AIR, its name across services: <c>urn:air:family:kind:source:id@version</c>; short forms leave out the
/// front.
/// </summary>
/// <param name="Kind">What it is (<c>checkpoint</c>, <c>lora</c>); empty in short forms.</param>
/// <param name="Source">The service; <c>civitai</c> in short forms.</param>
/// <param name="Id">The model there.</param>
/// <param name="Version">Its version there; empty when none is given.</param>
internal readonly record struct AirName(string Kind, string Source, string Id, string Version)
{
    private const string Prefix = "urn:air:";

    /// <summary>Whether a text is a whole AIR, which nothing else looks like.</summary>
    public static bool IsFull(string text)
        => text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && Parse(text) is not null;

    /// <summary>The parts of an AIR; null when the text is none.</summary>
    public static AirName? Parse(string text)
    {
        string[] parts = text.Split(':');
        return parts switch
        {
            [var urn, var air, _, var kind, var source, var id, ..] when IsPrefix(urn, air) => Of(kind, source, id),
            // The family may be left out.
            [var urn, var air, var kind, var source, var id] when IsPrefix(urn, air) => Of(kind, source, id),
            [var source, var id] when source.Equals("civitai", StringComparison.OrdinalIgnoreCase)
                => Of(string.Empty, source, id),
            [var id] when id.Contains('@', StringComparison.Ordinal) && char.IsAsciiDigit(id[0])
                => Of(string.Empty, "civitai", id),
            _ => null,
        };
    }

    /// <summary>The folder that the kind belongs in, or null.</summary>
    public string? Folder => Kind.ToLowerInvariant() switch
    {
        "checkpoint" => "checkpoints",
        "lora" or "lycoris" or "locon" or "dora" => "loras",
        "embedding" or "textualinversion" => "embeddings",
        "vae" => "vae",
        "controlnet" => "controlnet",
        "upscaler" => "upscale_models",
        "hypernet" or "hypernetwork" => "hypernetworks",
        "motion" or "motionmodule" => "animatediff_models",
        "unet" => "diffusion_models",
        "clip" or "textencoder" => "text_encoders",
        "clipvision" => "clip_vision",
        _ => null,
    };

    /// <summary>Where it can be had, or null when the AIR does not say that.</summary>
    public string? Address
    {
        get
        {
            if (Source.Equals("civitai", StringComparison.OrdinalIgnoreCase))
            {
                return ulong.TryParse(Version, out ulong version)
                    ? $"https://civitai.com/api/download/models/{version}"
                    : null;
            }

            return Source.Equals("huggingface", StringComparison.OrdinalIgnoreCase) && ModelFileName.IsRepositoryId(Id)
                ? SourceAddress.Repository(Id).AbsoluteUri
                : null;
        }
    }

    private static bool IsPrefix(string urn, string air)
        => urn.Equals("urn", StringComparison.OrdinalIgnoreCase)
            && air.Equals("air", StringComparison.OrdinalIgnoreCase);

    private static AirName? Of(string kind, string source, string id)
    {
        int at = id.IndexOf('@', StringComparison.Ordinal);
        AirName name = new(kind, source, at < 0 ? id : id[..at], at < 0 ? string.Empty : id[(at + 1)..]);
        bool isNumbered = source.Equals("civitai", StringComparison.OrdinalIgnoreCase);
        return name.Id.Length == 0 || (isNumbered && !ulong.TryParse(name.Id, out _)) ? null : name;
    }
}
