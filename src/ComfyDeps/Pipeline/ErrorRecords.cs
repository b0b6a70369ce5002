using System.Management.Automation;

namespace ComfyDeps.Pipeline;

/// <summary>The one place where error records are made.</summary>
internal static class ErrorRecords
{
    internal static ErrorRecord ToErrorRecord(this ComfyDepsException exception)
    {
        ErrorRecord record = new(exception, exception.Code.ToString(), Category(exception.Code), exception.Target);
        if (exception.Hint is not null)
        {
            record.ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = exception.Hint };
        }

        return record;
    }

    internal static ErrorRecord PathNotFound(string path)
        => new ComfyDepsException(
            ErrorCode.PathNotFound,
            $"Nothing is at '{path}', and no file matches it as a pattern.",
            path,
            "Check the spelling and the current folder; use -LiteralPath for a name with wildcard "
                + "characters.").ToErrorRecord();

    internal static ErrorRecord PathNotFileSystem(string path, ProviderInfo provider)
        => new ComfyDepsException(
            ErrorCode.PathNotFileSystem,
            $"'{path}' is in the provider '{provider.Name}', and only files can be read.",
            path,
            "Give a path in the file system.").ToErrorRecord();

    internal static ErrorRecord Exclusive(string one, string other)
        => new ComfyDepsException(
            ErrorCode.InvalidArgument,
            $"-{one} and -{other} cannot be given together.",
            one,
            $"Give -{one} or -{other}.").ToErrorRecord();

    private static ErrorCategory Category(ErrorCode code) => code switch
    {
        ErrorCode.PathNotFound or ErrorCode.NotFound or ErrorCode.RegistryNotFound => ErrorCategory.ObjectNotFound,
        ErrorCode.PathNotFileSystem or ErrorCode.InvalidArgument => ErrorCategory.InvalidArgument,
        ErrorCode.FileAccessDenied or ErrorCode.SourceAccessDenied => ErrorCategory.PermissionDenied,
        ErrorCode.FileUnreadable => ErrorCategory.ReadError,
        ErrorCode.FileTooLarge or ErrorCode.ScriptBudget => ErrorCategory.LimitsExceeded,
        ErrorCode.SourceUnavailable or ErrorCode.CatalogUnavailable or ErrorCode.EnvironmentUnavailable
            => ErrorCategory.ResourceUnavailable,
        ErrorCode.FileUnwritable => ErrorCategory.WriteError,
        ErrorCode.FileExists or ErrorCode.FileNotGenerated or ErrorCode.RegistryChanged => ErrorCategory.ResourceExists,
        ErrorCode.ScriptSyntax => ErrorCategory.ParserError,
        _ => ErrorCategory.InvalidData,
    };
}
