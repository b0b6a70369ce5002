using System.Diagnostics;
using System.Globalization;
using System.Threading;

namespace ComfyDeps.Inspection.Models;

/// <summary>Tells how many bytes of an environment's model files are hashed.</summary>
internal sealed class HashProgress
{
    private const long Mebibyte = 1 << 20;
    private const long Interval = 250;

    private readonly IReporter _reporter;
    private readonly string _environment;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly long _total;
    private long _done;
    private long _next;

    /// <summary>Prepares to tell.</summary>
    /// <param name="reporter">Hears it.</param>
    /// <param name="environment">What the environment is called.</param>
    /// <param name="total">How many bytes there are.</param>
    internal HashProgress(IReporter reporter, string environment, long total)
    {
        _reporter = reporter;
        _environment = environment;
        _total = total;
    }

    /// <summary>More bytes were hashed.</summary>
    /// <param name="bytes">How many.</param>
    internal void Add(long bytes)
    {
        long done = Interlocked.Add(ref _done, bytes);
        long now = _watch.ElapsedMilliseconds;
        long next = Interlocked.Read(ref _next);
        if (now >= next && Interlocked.CompareExchange(ref _next, now + Interval, next) == next)
        {
            Tell(done);
        }
    }

    /// <summary>All of them were hashed.</summary>
    internal void End() => Tell(_total);

    private void Tell(long done)
        => _reporter.Progress(
            "Hashing model files",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{_environment}: {done / (double)Mebibyte:0} of {_total / (double)Mebibyte:0} MiB"),
            (int)(done / Mebibyte),
            (int)((_total + Mebibyte - 1) / Mebibyte));
}
