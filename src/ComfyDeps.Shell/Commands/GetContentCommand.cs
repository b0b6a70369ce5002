using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;

namespace ComfyDeps.Shell.Commands;

/// <summary>Reads text files, a line at a time.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = "Path")]
[OutputType(typeof(string))]
public sealed class GetContentCommand : PSCmdlet
{
    /// <summary>The files; wildcards match.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, with wildcard characters as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Gives the whole file as one string.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>How many lines of each file are given.</summary>
    [Parameter]
    [Alias("First", "Head")]
    [ValidateRange(0, long.MaxValue)]
    public long TotalCount { get; set; } = long.MaxValue;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string file in Files())
        {
            try
            {
                Read(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                ErrorCategory category = e is IOException ? ErrorCategory.ReadError : ErrorCategory.PermissionDenied;
                WriteError(new ErrorRecord(e, "GetContentFailed", category, file));
            }
        }
    }

    private IEnumerable<string> Files()
    {
        if (ParameterSetName == "LiteralPath")
        {
            foreach (string path in LiteralPath)
            {
                yield return GetUnresolvedProviderPathFromPSPath(path);
            }

            yield break;
        }

        foreach (string path in Path)
        {
            foreach (string file in GetResolvedProviderPathFromPSPath(path, out _))
            {
                yield return file;
            }
        }
    }

    private void Read(string file)
    {
        using StreamReader reader = new(file);
        if (Raw)
        {
            WriteObject(reader.ReadToEnd());
            return;
        }

        for (long read = 0; read < TotalCount && reader.ReadLine() is string line; read++)
        {
            WriteObject(line);
        }
    }
}
