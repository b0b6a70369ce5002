using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text;

namespace ComfyDeps.Shell.Hosting;

/// <summary>
/// Draws the newest progress as one line on standard error, and takes it away before anything else is written.
/// </summary>
internal sealed class ProgressLine
{
    private const string ToStartAndErase = "\r\u001b[K";

    private readonly Dictionary<(long Source, int Activity), ProgressRecord> _active = [];
    private bool _drawn;

    internal void Report(long source, ProgressRecord record)
    {
        if (!Terminal.CanDraw)
        {
            return;
        }

        if (record.RecordType == ProgressRecordType.Completed)
        {
            _active.Remove((source, record.ActivityId));
            Clear();
            return;
        }

        _active[(source, record.ActivityId)] = record;
        Console.Error.Write(ToStartAndErase + Fitted(Text(record), Terminal.Width - 1));
        _drawn = true;
    }

    /// <summary>Takes the line away.</summary>
    internal void Clear()
    {
        if (_drawn)
        {
            Console.Error.Write(ToStartAndErase);
            _drawn = false;
        }
    }

    /// <summary>Forgets what was under way: the pipeline is over.</summary>
    internal void Reset()
    {
        _active.Clear();
        Clear();
    }

    private static string Text(ProgressRecord record)
    {
        StringBuilder text = new(record.Activity);
        if (record.PercentComplete >= 0)
        {
            const int Cells = 20;
            int full = Math.Min(Cells, record.PercentComplete * Cells / 100);
            text.Append(" [").Append('#', full).Append('.', Cells - full).Append("] ");
            text.Append(record.PercentComplete).Append('%');
        }

        if (!string.IsNullOrWhiteSpace(record.StatusDescription))
        {
            text.Append(' ').Append(record.StatusDescription);
        }

        if (record.SecondsRemaining >= 0)
        {
            text.Append(" (").Append(TimeSpan.FromSeconds(record.SecondsRemaining)).Append(" left)");
        }

        return text.ToString();
    }

    /// <summary>No more cells than there are, and no control characters.</summary>
    private static string Fitted(string text, int cells)
    {
        StringBuilder fitted = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            Rune shown = Rune.IsControl(rune) ? new Rune(' ') : rune;
            cells -= CellWidth.Of(shown);
            if (cells < 0)
            {
                break;
            }

            fitted.Append(shown);
        }

        return fitted.ToString();
    }
}
