namespace ComfyDeps;

/// <summary>Every error this module can report. The name is the error id that scripts and tests rely on.</summary>
public enum ErrorCode
{
    /// <summary>A path, or a pattern, matches nothing.</summary>
    PathNotFound,

    /// <summary>A path belongs to another PowerShell provider than the file system.</summary>
    PathNotFileSystem,

    /// <summary>A file exists and may not be read.</summary>
    FileAccessDenied,

    /// <summary>A file could not be read for another reason than permission.</summary>
    FileUnreadable,

    /// <summary>A workflow file is larger than the limit.</summary>
    FileTooLarge,

    /// <summary>A file that was named is not a workflow.</summary>
    NotAWorkflow,

    /// <summary>A workflow file is not valid JSON.</summary>
    WorkflowNotJson,

    /// <summary>A workflow file is valid in no supported text encoding.</summary>
    WorkflowNotText,

    /// <summary>A workflow nests deeper than is read.</summary>
    WorkflowTooDeep,

    /// <summary>An image, video, sound or model file is damaged where its metadata should be.</summary>
    MediaMalformed,

    /// <summary>A script has a syntax error; the rest of it still counts.</summary>
    ScriptSyntax,

    /// <summary>A script took more than its budget of time or memory.</summary>
    ScriptBudget,

    /// <summary>The catalog of who provides what could not be found or opened.</summary>
    CatalogUnavailable,

    /// <summary>A list that a catalog should be made of is not acceptable.</summary>
    CatalogSourceInvalid,

    /// <summary>No pack, version or model file has the name that was asked for.</summary>
    NotFound,

    /// <summary>A name, address or option is not usable as given.</summary>
    InvalidArgument,

    /// <summary>A service could not be asked.</summary>
    SourceUnavailable,

    /// <summary>A service knows the thing and does not let this caller have it.</summary>
    SourceAccessDenied,

    /// <summary>A service answered something that cannot be true or cannot be read.</summary>
    SourceMalformed,

    /// <summary>There is no registry where one is needed.</summary>
    RegistryNotFound,

    /// <summary>A registry file breaks a rule of its format.</summary>
    RegistryInvalid,

    /// <summary>A registry file is of a newer format than this version of the module knows.</summary>
    RegistryTooNew,

    /// <summary>Another writer changed the registry meanwhile, or holds it.</summary>
    RegistryChanged,

    /// <summary>A pin that is needed is not verified.</summary>
    PinNotVerified,

    /// <summary>A file could not be written.</summary>
    FileUnwritable,

    /// <summary>A file is there already and -NoClobber was given.</summary>
    FileExists,

    /// <summary>A file is there that this module did not generate, and -Force was not given.</summary>
    FileNotGenerated,

    /// <summary>A generated file is not what would be generated now.</summary>
    GeneratedFileStale,

    /// <summary>An environment could not be looked at.</summary>
    EnvironmentUnavailable,

    /// <summary>No set of versions of Python distributions satisfies everything that is required.</summary>
    ConstraintsUnresolved,
}
