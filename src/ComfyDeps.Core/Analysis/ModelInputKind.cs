namespace ComfyDeps.Analysis;

/// <summary>How the text of a model input says which model it means.</summary>
internal enum ModelInputKind
{
    /// <summary>The path of a file below the folder.</summary>
    File,

    /// <summary>The name of a file, often without its extension.</summary>
    Name,

    /// <summary>The name of a folder with several files; with a model's extension, of a file.</summary>
    Directory,

    /// <summary>
    /// The id of a Hugging Face repository, which the node fetches whole, or the name of such a folder.
    /// </summary>
    Repository,

    /// <summary>A prompt in which tags such as <c>&lt;lora:name:1&gt;</c> name files.</summary>
    Tags,
}
