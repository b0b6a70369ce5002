namespace ComfyDeps.Inspection;

/// <summary>The codes of findings, and the verdict that each leads to. Scripts rely on the words.</summary>
internal static class Finding
{
    /// <summary>A safetensors file is shorter or longer than its header says.</summary>
    internal const string SafetensorsTruncated = nameof(SafetensorsTruncated);

    /// <summary>A safetensors file has no header that can be read.</summary>
    internal const string SafetensorsMalformed = nameof(SafetensorsMalformed);

    /// <summary>A zip archive (a PyTorch file) has no end.</summary>
    internal const string ArchiveTruncated = nameof(ArchiveTruncated);

    /// <summary>A GGUF file does not begin as one.</summary>
    internal const string GgufMalformed = nameof(GgufMalformed);

    /// <summary>A Git LFS pointer stands in place of the file.</summary>
    internal const string LfsPointer = nameof(LfsPointer);

    /// <summary>A web page stands in place of the file.</summary>
    internal const string HtmlPage = nameof(HtmlPage);

    /// <summary>An answer of a service, in JSON or XML, stands in place of the file.</summary>
    internal const string ErrorAnswer = nameof(ErrorAnswer);

    /// <summary>A file is empty.</summary>
    internal const string ZeroBytes = nameof(ZeroBytes);

    /// <summary>A download did not end.</summary>
    internal const string Partial = nameof(Partial);

    /// <summary>A link leads to nothing.</summary>
    internal const string DanglingLink = nameof(DanglingLink);

    /// <summary>A file or folder may not be read.</summary>
    internal const string Unreadable = nameof(Unreadable);

    /// <summary>A model lies where ComfyUI does not look.</summary>
    internal const string WrongFolder = nameof(WrongFolder);

    /// <summary>A file of the same name lies in a folder that ComfyUI looks in first, with other content.</summary>
    internal const string ShadowedRoot = nameof(ShadowedRoot);

    /// <summary>A pack requires a distribution that the interpreter does not have.</summary>
    internal const string MissingRequirement = nameof(MissingRequirement);

    /// <summary>A pack requires another version of a distribution.</summary>
    internal const string RequirementMismatch = nameof(RequirementMismatch);

    /// <summary>A distribution is of a version that the constraints rule out.</summary>
    internal const string ConstraintMismatch = nameof(ConstraintMismatch);

    /// <summary>A distribution is there twice.</summary>
    internal const string DuplicateDistribution = nameof(DuplicateDistribution);

    /// <summary>The interpreter that runs ComfyUI was not found.</summary>
    internal const string InterpreterUnknown = nameof(InterpreterUnknown);

    /// <summary>Files differ from the commit or from the archive.</summary>
    internal const string Dirty = nameof(Dirty);

    /// <summary>Files of the registry's archive are not there.</summary>
    internal const string MissingFiles = nameof(MissingFiles);

    /// <summary>A pack is disabled.</summary>
    internal const string Disabled = nameof(Disabled);

    /// <summary>A pack is there twice.</summary>
    internal const string DuplicatePack = nameof(DuplicatePack);

    /// <summary>A pack's folder has nothing that ComfyUI could load.</summary>
    internal const string NotLoadable = nameof(NotLoadable);

    /// <summary>A checkout does not tell its commit.</summary>
    internal const string CommitUnknown = nameof(CommitUnknown);

    /// <summary>A checkout is damaged.</summary>
    internal const string CheckoutBroken = nameof(CheckoutBroken);

    /// <summary>A pack could not be imported by the server that runs.</summary>
    internal const string ImportFailed = nameof(ImportFailed);

    /// <summary>A server does not tell this.</summary>
    internal const string NotTold = nameof(NotTold);
}
