using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace ComfyDeps.Verification;

/// <summary>
/// Remembers when a pin was last asked and was good: a small file for each pin, named by a hash of the entry and its
/// pin and only ever replaced as a whole, so that several processes can use it at once. Losing it costs questions and
/// nothing else.
/// </summary>
internal sealed class GoodPins
{
    private const string Ending = ".good";
    private const string Form = "yyyy-MM-ddTHH:mm:ssZ";
    private const int LongestFile = 64;

    private readonly string? _folder;

    /// <summary>Uses a folder below the cache; null remembers nothing.</summary>
    /// <param name="cache">The folder of the cache as a whole, or null on a machine that keeps none.</param>
    internal GoodPins(string? cache) => _folder = cache is null ? null : Path.Join(cache, "pins");

    /// <summary>When a pin was last asked and was good; null when that is not known.</summary>
    /// <param name="pin">The pin.</param>
    internal DateTimeOffset? Find(RegistryPin pin)
    {
        if (_folder is null)
        {
            return null;
        }

        try
        {
            FileInfo file = new(PathOf(pin));
            return file.Exists && file.Length <= LongestFile
                && DateTimeOffset.TryParseExact(
                    File.ReadAllText(file.FullName).Trim(),
                    Form,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out DateTimeOffset time)
                ? time
                : null;
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            return null;
        }
    }

    /// <summary>Remembers that a pin was good.</summary>
    /// <param name="pin">The pin.</param>
    /// <param name="at">When its source said so.</param>
    internal void Keep(RegistryPin pin, DateTimeOffset at)
    {
        if (_folder is null)
        {
            return;
        }

        string path = PathOf(pin);
        string unfinished = $"{path}.{Environment.ProcessId:x}{Guid.NewGuid():n}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(
                unfinished, at.ToUniversalTime().ToString(Form, CultureInfo.InvariantCulture), Encoding.ASCII);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            Delete(unfinished);
        }
    }

    /// <summary>Forgets a pin: it was asked and is not good any more.</summary>
    /// <param name="pin">The pin.</param>
    internal void Forget(RegistryPin pin)
    {
        if (_folder is not null)
        {
            Delete(PathOf(pin));
        }
    }

    /// <summary>Forgets everything.</summary>
    internal void Clear()
    {
        try
        {
            if (_folder is not null && Directory.Exists(_folder))
            {
                foreach (string file in Directory.EnumerateFiles(
                    _folder, "*" + Ending + "*", SearchOption.AllDirectories))
                {
                    Delete(file);
                }
            }
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            // What cannot be taken away grows old by itself.
        }
    }

    private static bool IsOfDisk(Exception e)
        => e is IOException or UnauthorizedAccessException or System.Security.SecurityException;

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            // A folder that is not there holds nothing to delete.
        }
    }

    private string PathOf(RegistryPin pin)
    {
        string name = pin.Identity;
        return Path.Join(_folder, name[..2], name + Ending);
    }
}
