namespace ComfyDeps;

/// <summary>Where a thing is had from.</summary>
public enum SourceKind
{
    /// <summary>The Comfy Registry.</summary>
    ComfyRegistry,

    /// <summary>A git repository.</summary>
    Git,

    /// <summary>A Hugging Face repository.</summary>
    HuggingFace,

    /// <summary>Civitai.</summary>
    Civitai,

    /// <summary>A plain address.</summary>
    Url,
}
