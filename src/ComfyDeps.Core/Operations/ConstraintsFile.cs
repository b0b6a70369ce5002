using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ComfyDeps.Registry;

namespace ComfyDeps.Operations;

/// <summary>Takes a file of Python constraints into the registry: every line of it names exactly one version.</summary>
internal static partial class ConstraintsFile
{
    private const long LargestFile = 16 * 1024 * 1024;

    /// <summary>The pin of a file.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="registry">The path of the registry.</param>
    /// <exception cref="ComfyDepsException">It is not there, not beside the registry, or leaves something
    /// open.</exception>
    internal static ConstraintsPin Pin(string file, string registry)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(registry))!;
        string relative = Path.GetRelativePath(folder, file).Replace('\\', '/');
        if (Path.IsPathRooted(relative) || relative.Split('/')[0] == "..")
        {
            throw new ComfyDepsException(
                ErrorCode.InvalidArgument,
                $"'{file}' is not in the registry's folder '{folder}', or below it.",
                file,
                "Keep the constraints file with the registry, so that whoever has one has the other.");
        }

        byte[] bytes = Read(file);
        Check(file, bytes);
        return new ConstraintsPin(relative, Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant());
    }

    private static byte[] Read(string file)
    {
        try
        {
            return new FileInfo(file).Length <= LargestFile
                ? File.ReadAllBytes(file)
                : throw new ComfyDepsException(
                    ErrorCode.FileTooLarge, $"'{file}' is no constraints file: it is larger than 16 MB.", file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ComfyDepsException(
                ErrorCode.PathNotFound, $"There is no file '{file}'.", file, "Check the spelling.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ComfyDepsException(ErrorCode.FileAccessDenied, $"'{file}' may not be read.", file, null, e);
        }
        catch (IOException e)
        {
            throw new ComfyDepsException(
                ErrorCode.FileUnreadable, $"'{file}' could not be read: {e.Message}", file, null, e);
        }
    }

    private static void Check(string file, byte[] bytes)
    {
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            bool isNothing = line.Length == 0 || line[0] == '#' || line.StartsWith("--hash=", StringComparison.Ordinal);
            if (!isNothing && !Pinned().IsMatch(line))
            {
                throw new ComfyDepsException(
                    ErrorCode.InvalidArgument,
                    $"'{file}' line {i + 1} pins no exact version: expected 'name==version', not "
                        + $"{RegistryPlace.Shown(line)}.",
                    file,
                    "Pin every distribution in it; options and addresses do not belong there.");
            }
        }
    }

    [GeneratedRegex(
        @"^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\s*===?\s*[A-Za-z0-9][A-Za-z0-9.!+_-]*"
            + @"(?:\s*;[^\\]*)?(?:\s+--hash=\S+)*\s*\\?(?:\s+#.*)?$")]
    private static partial Regex Pinned();
}
