namespace ComfyDeps;

/// <summary>How asking about one thing ended. Not being able to ask is never the same as there being nothing.</summary>
internal enum AnswerKind
{
    /// <summary>It could not be asked, or the answer makes no sense.</summary>
    Undetermined,

    /// <summary>It is there.</summary>
    Exists,

    /// <summary>It was asked for and is not there.</summary>
    DoesNotExist,

    /// <summary>It is there, and this caller may not have it.</summary>
    Inaccessible,
}
