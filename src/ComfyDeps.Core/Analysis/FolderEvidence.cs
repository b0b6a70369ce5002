namespace ComfyDeps.Analysis;

/// <summary>How a model's folder is known, the weakest first.</summary>
internal enum FolderEvidence
{
    /// <summary>Only the file's extension says that it is a model; the folder is not known.</summary>
    Extension,

    /// <summary>The node class's name tells.</summary>
    ClassName,

    /// <summary>The input's name tells.</summary>
    InputName,

    /// <summary>The value is a path that has the folder in it, or another value of the node is the folder.</summary>
    Path,

    /// <summary>The workflow declares it beside the node.</summary>
    Declared,

    /// <summary>The node class is known to load it from there.</summary>
    Loader,
}
