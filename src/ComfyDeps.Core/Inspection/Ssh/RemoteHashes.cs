using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using ComfyDeps.Inspection.Models;

namespace ComfyDeps.Inspection.Ssh;

/// <summary>
/// The hashes that a host computes, as they come: in any order, and not all where the connection is lost.
/// </summary>
internal sealed class RemoteHashes
{
    private readonly ChannelReader<ProbeLine> _lines;
    private readonly ModelFile[] _files;
    private readonly HashProgress _progress;
    private readonly Dictionary<ModelFile, HashedFile> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Prepares to take them.</summary>
    /// <param name="lines">What the host tells.</param>
    /// <param name="files">The files, in the order in which they were asked for.</param>
    /// <param name="progress">Told of the bytes.</param>
    internal RemoteHashes(ChannelReader<ProbeLine> lines, ModelFile[] files, HashProgress progress)
    {
        _lines = lines;
        _files = files;
        _progress = progress;
    }

    /// <summary>Whether the connection ended before all hashes were there.</summary>
    internal bool IsBrokenOff { get; private set; }

    /// <summary>The hash of a file, when it is there.</summary>
    /// <param name="file">One of the files.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    internal async Task<HashedFile> OfAsync(ModelFile file, CancellationToken cancellationToken)
    {
        while (!_known.ContainsKey(file) && await _lines.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_lines.TryRead(out ProbeLine? line))
            {
                Take(line);
            }
        }

        if (_known.Remove(file, out HashedFile? hashed))
        {
            return hashed;
        }

        IsBrokenOff = true;
        return HashedFile.Failed(file, "the connection was lost.");
    }

    /// <summary>The file's number, its hash, and its size, time and inode after it was read.</summary>
    private void Take(ProbeLine line)
    {
        string[] words = line.Text.Split(' ');
        if (line.Kind != "s"
            || !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || number >= _files.Length
            || words.Length < 2)
        {
            return;
        }

        ModelFile file = _files[number];
        string hash = words[1].ToLowerInvariant();
        string now = string.Join(' ', words.Skip(2));
        string before = string.Create(
            CultureInfo.InvariantCulture, $"{file.Facts.Size} {file.Facts.ModifiedAt} {file.Facts.Inode}");
        _progress.Add(file.Facts.Size);
        _known[file] = hash.Length != 64
            || !hash.All(char.IsAsciiHexDigit) ? HashedFile.Failed(file, "it could not be read.")
            : now != before ? HashedFile.Failed(file, "it changed meanwhile.")
            : new HashedFile(hash);
    }
}
