using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace ComfyDeps.Shell.Commands;

/// <summary>Lists what is in folders, each entry as it is found.</summary>
[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = "Path")]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo))]
public sealed class GetChildItemCommand : PSCmdlet
{
    /// <summary>The folders or files; wildcards match.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["."];

    /// <summary>The folders or files, with wildcard characters as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Which names are given.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    public string Filter { get; set; } = "*";

    /// <summary>Goes into the folders below, too.</summary>
    [Parameter]
    [Alias("s")]
    public SwitchParameter Recurse { get; set; }

    /// <summary>How far below it goes.</summary>
    [Parameter]
    public uint Depth { get; set; } = uint.MaxValue;

    /// <summary>Gives files only.</summary>
    [Parameter]
    public SwitchParameter File { get; set; }

    /// <summary>Gives folders only.</summary>
    [Parameter]
    public SwitchParameter Directory { get; set; }

    /// <summary>Gives hidden entries, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isLiteral = ParameterSetName == "LiteralPath";
        foreach (string path in isLiteral ? LiteralPath : Path)
        {
            // 'folder/*.json' -Recurse asks for those names in the folder and below, as in pwsh.
            string leaf = SessionState.Path.ParseChildName(path);
            if (!isLiteral && Recurse && WildcardPattern.ContainsWildcardCharacters(leaf) && !Exists(path))
            {
                string parent = SessionState.Path.ParseParent(path, root: null);
                List(parent.Length == 0 ? "." : parent, leaf);
            }
            else
            {
                List(isLiteral || Exists(path) ? WildcardPattern.Escape(path) : path, Filter);
            }
        }
    }

    private bool Exists(string path) => InvokeProvider.Item.Exists(WildcardPattern.Escape(path));

    private void List(string path, string filter)
    {
        WildcardPattern names = WildcardPattern.Get(filter, WildcardOptions.IgnoreCase);
        foreach (PSObject item in InvokeProvider.Item.Get(path))
        {
            bool isMatchOfWildcard = WildcardPattern.ContainsWildcardCharacters(path);
            if (item.BaseObject is not DirectoryInfo folder || (isMatchOfWildcard && !Recurse))
            {
                Give(item, names);
            }
            else
            {
                Walk(
                    folder.FullName,
                    names,
                    Recurse || MyInvocation.BoundParameters.ContainsKey(nameof(Depth)) ? Depth : 0);
            }
        }
    }

    private void Walk(string folder, WildcardPattern names, uint depth)
    {
        List<string> below = [];
        foreach (PSObject item in Children(folder))
        {
            Give(item, names);
            if (depth > 0 && item.BaseObject is DirectoryInfo { LinkTarget: null } child && (Force || !IsHidden(child)))
            {
                below.Add(child.FullName);
            }
        }

        foreach (string child in below)
        {
            Walk(child, names, depth == uint.MaxValue ? depth : depth - 1);
        }
    }

    private IEnumerable<PSObject> Children(string folder)
    {
        try
        {
            return InvokeProvider.ChildItem.Get([folder], recurse: false, force: Force, literalPath: true)
                .OrderBy(static item => ((FileSystemInfo)item.BaseObject).Name, StringComparer.Ordinal);
        }
        catch (CmdletProviderInvocationException e) when (e.InnerException is UnauthorizedAccessException)
        {
            WriteError(new ErrorRecord(e.InnerException, "FolderAccessDenied", ErrorCategory.PermissionDenied, folder));
            return [];
        }
    }

    private void Give(PSObject item, WildcardPattern names)
    {
        bool isFolder = item.BaseObject is DirectoryInfo;
        if (item.BaseObject is not FileSystemInfo info
            || (names.IsMatch(info.Name) && !(File && isFolder) && !(Directory && !isFolder)))
        {
            WriteObject(item);
        }
    }

    private static bool IsHidden(FileSystemInfo item)
        => item.Attributes.HasFlag(FileAttributes.Hidden) || item.Name.StartsWith('.');
}
