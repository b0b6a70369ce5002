using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using ComfyDeps.Inspection.Files;
using ComfyDeps.Inspection.Git;

namespace ComfyDeps.Inspection.Ssh;

/// <summary>The files of another machine, as its probe told of them.</summary>
internal sealed class ProbedFiles : IEnvironmentFiles
{
    /// <summary>More entries than any installation has; a host that tells more is not believed.</summary>
    private const int MostEntries = 1_000_000;

    private readonly Dictionary<string, FileFacts> _facts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _children = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StringBuilder> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelHead> _heads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _changed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _rawPaths = new(StringComparer.Ordinal);
    private readonly HashSet<string> _linked = new(StringComparer.Ordinal);
    private StringBuilder? _text;
    private List<string>? _changes;

    /// <summary>Takes one line that is about files; false for one that is about something else.</summary>
    /// <param name="line">The line.</param>
    internal bool Take(ProbeLine line)
    {
        switch (line.Kind)
        {
            case "f":
                TakeFacts(line.Bytes);
                return true;
            case "d":
                Add(line.Bytes, new FileFacts(FileKind.DanglingLink, IsLink: true));
                return true;
            case "m":
                TakeHead(line.Bytes);
                return true;
            case "T":
                _text = new StringBuilder();
                _texts[Key(line.Text)] = _text;
                return true;
            case "t":
                _text?.Append(line.Text).Append('\n');
                return true;
            case "g":
                _changes = [];
                _changed[Key(line.Text)] = _changes;
                return true;
            case "x":
                _changes?.Add(line.Text);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A path in the bytes in which the machine named it.</summary>
    /// <param name="path">The path.</param>
    internal byte[] RawPath(string path) => _rawPaths.GetValueOrDefault(path) ?? Encoding.UTF8.GetBytes(path);

    /// <inheritdoc/>
    public FileFacts Look(string path) => _facts.GetValueOrDefault(path);

    /// <inheritdoc/>
    public IReadOnlyList<string>? List(string folder)
    {
        if (!_children.TryGetValue(folder, out List<string>? names))
        {
            return Look(folder).IsFolder ? [] : null;
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <inheritdoc/>
    public string? ReadText(string path, int limit = FileLimits.Text)
        => _texts.TryGetValue(path, out StringBuilder? text)
            ? text.ToString()
            : Look(path) is { IsFile: true, Size: 0 } ? string.Empty
            : null;

    /// <inheritdoc/>
    public string RealPath(string path) => path;

    /// <inheritdoc/>
    public ModelHead? ReadHead(string path, long size) => _heads.GetValueOrDefault(path);

    /// <inheritdoc/>
    public WorkTreeState? CompareWithCommit(GitCheckout checkout)
        => _changed.TryGetValue(checkout.Folder, out List<string>? changed)
            ? new WorkTreeState(changed.Count > 0, changed)
            : null;

    /// <summary>Paths in which the machine itself left <c>..</c> are told apart from no others.</summary>
    private static string Key(string path)
        => path.Contains("/.", StringComparison.Ordinal) || path.Contains("//", StringComparison.Ordinal)
            ? EnvironmentPath.Normalize(path)
            : path;

    /// <summary>Kind and mode, size, time, inode, file system, the time in words, and name.</summary>
    private void TakeFacts(byte[] bytes)
    {
        ReadOnlySpan<byte> rest = bytes;
        if (Number(ref rest, NumberStyles.AllowHexSpecifier) is not ulong mode
            || Number(ref rest, NumberStyles.None) is not (<= long.MaxValue and ulong size)
            || Number(ref rest, NumberStyles.AllowLeadingSign) is not ulong time
            || Number(ref rest, NumberStyles.None) is not ulong inode
            || Number(ref rest, NumberStyles.None) is not ulong device)
        {
            return;
        }

        // Date, time of day and zone: of these the part of a second is not known yet.
        Word(ref rest);
        int nanoseconds = Nanoseconds(Word(ref rest));
        Word(ref rest);
        if (rest.IsEmpty)
        {
            return;
        }

        FileKind kind = (mode & 0xF000) switch { 0x8000
            => FileKind.File, 0x4000 => FileKind.Folder, _ => FileKind.Other };
        Add(
            rest,
            new FileFacts(kind, (long)size, (long)time, nanoseconds, inode, device, IsExecutable: (mode & 0x40) != 0));
    }

    /// <summary>Of <c>18:10:47.123456789</c> what is behind the point.</summary>
    private static int Nanoseconds(string time)
    {
        string digits = time[(time.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return digits.Length == 9
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int found)
            ? found
            : 0;
    }

    private static ulong? Number(ref ReadOnlySpan<byte> rest, NumberStyles style)
    {
        int space = rest.IndexOf((byte)' ');
        string digits = space < 0 ? string.Empty : Encoding.Latin1.GetString(rest[..space]);
        rest = space < 0 ? [] : rest[(space + 1)..];
        return style == NumberStyles.AllowLeadingSign
            ? long.TryParse(digits, style, CultureInfo.InvariantCulture, out long signed)
                ? unchecked((ulong)signed)
                : null
            : ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out ulong number) ? number : null;
    }

    private void TakeHead(byte[] bytes)
    {
        ReadOnlySpan<byte> rest = bytes;
        string expected = Word(ref rest);
        string zip = Word(ref rest);
        string first = Word(ref rest);
        bool isWhole = first.Length % 2 == 0
            && first.Length <= 2 * ModelHead.Length
            && first.All(char.IsAsciiHexDigitLower);
        if (!isWhole || rest.IsEmpty)
        {
            return;
        }

        long? size = long.TryParse(expected, NumberStyles.None, CultureInfo.InvariantCulture, out long told)
            ? told
            : null;
        _heads[Key(ProbeLine.Decode(rest))] = new ModelHead(Convert.FromHexString(first), size, zip == "1");
    }

    private static string Word(ref ReadOnlySpan<byte> rest)
    {
        int space = rest.IndexOf((byte)' ');
        string word = space < 0 ? string.Empty : Encoding.Latin1.GetString(rest[..space]);
        rest = space < 0 ? [] : rest[(space + 1)..];
        return word;
    }

    private void Add(ReadOnlySpan<byte> name, FileFacts facts)
    {
        string path = Key(ProbeLine.Decode(name));
        if (_facts.Count >= MostEntries || !path.StartsWith('/'))
        {
            return;
        }

        _facts[path] = facts;
        if (!name.SequenceEqual(Encoding.UTF8.GetBytes(path)))
        {
            _rawPaths[path] = name.ToArray();
        }

        if (path.Length > 1 && _linked.Add(path))
        {
            string parent = EnvironmentPath.Parent(path);
            if (!_children.TryGetValue(parent, out List<string>? names))
            {
                names = [];
                _children[parent] = names;
            }

            names.Add(EnvironmentPath.Name(path));
        }
    }
}
