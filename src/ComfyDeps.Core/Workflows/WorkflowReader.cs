using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using ComfyDeps.Workflows.Media;

namespace ComfyDeps.Workflows;

/// <summary>
/// Reads the workflows in one file. What the file is, its content tells; scripts alone are told by name.
/// </summary>
/// <param name="maximumSize">The largest text that is read, in bytes.</param>
internal sealed class WorkflowReader(long maximumSize)
{
    /// <summary>What <c>-MaximumSize</c> is when nobody says otherwise.</summary>
    public const long DefaultMaximumSize = 256L * 1024 * 1024;

    private readonly JsonWorkflowReader _json = new(new StringPool());

    /// <summary>The workflows in a file; empty when it holds none.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="cancellationToken">Stops between reads.</param>
    /// <exception cref="ComfyDepsException">The file cannot be read, is damaged, or is too large.</exception>
    public IReadOnlyList<WorkflowDocument> Read(string path, CancellationToken cancellationToken)
    {
        try
        {
            using FileStream stream = new(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Read(stream, path, cancellationToken);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ComfyDepsException(
                ErrorCode.FileAccessDenied, $"'{path}' may not be read.", path, "Check the file's permissions.", e);
        }
        catch (FileNotFoundException e)
        {
            throw new ComfyDepsException(ErrorCode.PathNotFound, $"Nothing is at '{path}'.", path, null, e);
        }
        catch (IOException e)
        {
            throw new ComfyDepsException(
                ErrorCode.FileUnreadable, $"'{path}' could not be read: {e.Message}", path, null, e);
        }
    }

    private IReadOnlyList<WorkflowDocument> Read(FileStream stream, string path, CancellationToken cancellationToken)
        => MediaMetadata.TryRead(stream, path, maximumSize, cancellationToken) is MediaContent media
            ? Combine([.. media.Texts.SelectMany(text => Embedded(text, path))], path)
            : ReadText(stream, path, cancellationToken);

    private IReadOnlyList<WorkflowSection> Embedded(EmbeddedText text, string path)
        => _json.Read(text.Utf8.ToArray(), text.Key, path);

    private IReadOnlyList<WorkflowDocument> ReadText(
        FileStream stream,
        string path,
        CancellationToken cancellationToken)
    {
        stream.Position = 0;
        long length = stream.Length;
        if (length > maximumSize)
        {
            throw TooLarge(path, length);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            int read = stream.ReadAtLeast(buffer.AsSpan(0, (int)length), (int)length, throwOnEndOfStream: false);
            cancellationToken.ThrowIfCancellationRequested();
            Memory<byte> utf8 = WorkflowText.ToUtf8(buffer.AsMemory(0, read), path);
            return Combine(_json.Read(utf8, key: null, path), path);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>One document for a file: where it carries several texts, each node says which it is from.</summary>
    private static IReadOnlyList<WorkflowDocument> Combine(IReadOnlyList<WorkflowSection> sections, string path)
    {
        if (sections.Count == 0)
        {
            return [];
        }

        bool several = sections.Count > 1;
        return
        [
            new WorkflowDocument
            {
                Name = Path.GetFileNameWithoutExtension(path),
                Path = path,
                Format = sections.Any(static section => section.Format == WorkflowFormat.Graph)
                    ? WorkflowFormat.Graph
                    : WorkflowFormat.Prompt,
                Nodes = several ? [.. sections.SelectMany(Prefixed)] : sections[0].Nodes,
                DeclaredModels = several
                    ? [.. sections.SelectMany(static section => section.DeclaredModels)]
                    : sections[0].DeclaredModels,
                Warnings = [.. sections.SelectMany(static section => section.Warnings)],
            },
        ];
    }

    private static IEnumerable<WorkflowNode> Prefixed(WorkflowSection section)
        => section.Nodes.Select(node => node.At($"{section.Key ?? "workflow"}/{node.Occurrence}"));

    private ComfyDepsException TooLarge(string path, long length)
        => new(
            ErrorCode.FileTooLarge,
            $"'{path}' has {length} bytes, and at most {maximumSize} are read.",
            path,
            "Give a larger -MaximumSize if it is a workflow.");
}
