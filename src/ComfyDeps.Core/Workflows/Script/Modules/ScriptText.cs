using System;
using System.IO;
using System.Text;

namespace ComfyDeps.Workflows.Script.Modules;

/// <summary>
/// Reads a file as text: UTF-8, UTF-8 or UTF-16 with its mark; nothing is guessed. Of a page, its scripts alone.
/// </summary>
internal static class ScriptText
{
    private static readonly UTF8Encoding s_utf8 = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file.</summary>
    /// <exception cref="ComfyDepsException">It is too large, unreadable or not text.</exception>
    public static string Read(string path)
    {
        byte[] bytes;
        try
        {
            long length = new FileInfo(path).Length;
            if (length > Budget.MaxFileBytes)
            {
                throw new ComfyDepsException(
                    ErrorCode.FileTooLarge,
                    $"'{path}' has {length} bytes; scripts of more than {Budget.MaxFileBytes} are not read.",
                    path);
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ComfyDepsException(
                ErrorCode.FileAccessDenied, $"'{path}' may not be read.", path, innerException: e);
        }
        catch (IOException e)
        {
            ErrorCode code = e is FileNotFoundException or DirectoryNotFoundException
                ? ErrorCode.PathNotFound
                : ErrorCode.FileUnreadable;
            throw new ComfyDepsException(code, $"'{path}' could not be read: {e.Message}", path, innerException: e);
        }

        return PageScripts.IsPage(path) ? PageScripts.Only(DecodePage(bytes)) : Decode(bytes, path);
    }

    /// <summary>A page tells its encoding in many ways; what matters in it is the same in nearly all of them.</summary>
    private static string DecodePage(byte[] bytes)
    {
        try
        {
            return Decode(bytes, string.Empty);
        }
        catch (ComfyDepsException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>The text that bytes stand for.</summary>
    /// <exception cref="ComfyDepsException">They are not text.</exception>
    public static string Decode(byte[] bytes, string path)
    {
        ReadOnlySpan<byte> rest = bytes;
        try
        {
            if (rest.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            {
                return s_utf8.GetString(rest[3..]);
            }

            if (rest.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            {
                return new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true).GetString(
                    rest[2..]);
            }

            if (rest.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            {
                return new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true).GetString(
                    rest[2..]);
            }

            return s_utf8.GetString(rest);
        }
        catch (DecoderFallbackException e)
        {
            int offset = Math.Clamp(e.Index, 0, bytes.Length);
            (int line, int column) = Locate(rest[..offset]);
            throw new ComfyDepsException(
                ErrorCode.WorkflowNotText,
                $"'{path}' is not valid text: line {line}, column {column} holds a byte that is not UTF-8.",
                path,
                "Save the file as UTF-8.",
                e);
        }
    }

    private static (int Line, int Column) Locate(ReadOnlySpan<byte> before)
    {
        int line = before.Count((byte)'\n') + 1;
        int column = before.Length - before.LastIndexOf((byte)'\n');
        return (line, column);
    }
}
