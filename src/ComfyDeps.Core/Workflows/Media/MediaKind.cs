namespace ComfyDeps.Workflows.Media;

/// <summary>
/// The containers that workflows are embedded in, told by their content and never by the file's name.
/// </summary>
internal enum MediaKind
{
    /// <summary>PNG and APNG.</summary>
    Png,

    /// <summary>WebP.</summary>
    Webp,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>AVIF and HEIF: the image members of the ISO base media family.</summary>
    Avif,

    /// <summary>SVG.</summary>
    Svg,

    /// <summary>MP4, M4V, M4A and QuickTime.</summary>
    Mp4,

    /// <summary>WebM and Matroska.</summary>
    Matroska,

    /// <summary>FLAC.</summary>
    Flac,

    /// <summary>Ogg with Opus, Vorbis, FLAC, Theora or Speex inside.</summary>
    Ogg,

    /// <summary>MP3.</summary>
    Mp3,

    /// <summary>Binary glTF.</summary>
    Glb,

    /// <summary>safetensors, and ComfyUI's latents, which are safetensors too.</summary>
    Safetensors,
}
