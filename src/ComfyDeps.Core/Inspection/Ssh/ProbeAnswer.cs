using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ComfyDeps.Inspection.Ssh;

/// <summary>All that a host told of what is there.</summary>
internal sealed class ProbeAnswer
{
    private const int MostNames = 1000;

    private readonly List<string> _candidates = [];
    private readonly List<string> _volumes = [];
    private readonly List<string> _pythons = [];
    private readonly List<string> _missingTools = [];
    private readonly List<string> _arguments = [];
    private string? _startedIn;
    private long _count;
    private long _length;

    /// <summary>The files.</summary>
    internal ProbedFiles Files { get; } = new();

    /// <summary>ComfyUI's folder, or null.</summary>
    internal string? ComfyUi { get; private set; }

    /// <summary>Folders that are ComfyUI too.</summary>
    internal IReadOnlyList<string> Candidates => _candidates;

    /// <summary>Volumes with model files.</summary>
    internal IReadOnlyList<string> Volumes => _volumes;

    /// <summary>Folders of Pythons, the likeliest first.</summary>
    internal IReadOnlyList<string> Pythons => _pythons;

    /// <summary>Programs that the probe needs and the host does not have.</summary>
    internal IReadOnlyList<string> MissingTools => _missingTools;

    /// <summary>The processor in Python's words, or null.</summary>
    internal string? Machine { get; private set; }

    /// <summary>How many processors there are.</summary>
    internal int Processors { get; private set; } = 1;

    /// <summary>The home folder there, or null.</summary>
    internal string? Home { get; private set; }

    /// <summary>The ComfyUI that runs there, or null.</summary>
    internal RunningComfyUi? Running => _startedIn is null ? null : new RunningComfyUi(_arguments, _startedIn, null);

    /// <summary>Takes one line.</summary>
    /// <param name="line">The line.</param>
    /// <returns>True for the last one.</returns>
    /// <exception cref="FormatException">It is the last one, and others are missing or were disturbed.</exception>
    internal bool Take(ProbeLine line)
    {
        if (line.Kind == "end")
        {
            string[] sums = line.Text.Split(' ');
            return sums.Length == 2 && sums[0] == Text(_count) && sums[1] == Text(_length)
                ? true
                : throw new FormatException(
                    $"{_count} lines of {_length} bytes came, and '{ShownText.Of(line.Text)}' were sent.");
        }

        _count++;
        _length += line.SentLength;
        if (!Files.Take(line))
        {
            TakeFact(line.Kind, line.Text);
        }

        return false;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void TakeFact(string kind, string text)
    {
        switch (kind)
        {
            case "h":
                string[] words = text.Split(' ');
                Machine = words.ElementAtOrDefault(1);
                Processors = int.TryParse(
                    words.ElementAtOrDefault(2), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                    ? count
                    : 1;
                break;
            case "o":
                Home = text;
                break;
            case "C":
                ComfyUi = text;
                break;
            case "r":
                _startedIn = text;
                break;
            case "c":
                Add(_candidates, text);
                break;
            case "v":
                Add(_volumes, text);
                break;
            case "p":
                Add(_pythons, text);
                break;
            case "e":
                Add(_missingTools, text);
                break;
            case "a":
                if (_arguments.Count < MostNames)
                {
                    _arguments.Add(text);
                }

                break;
        }
    }

    private static void Add(List<string> names, string name)
    {
        if (names.Count < MostNames && !names.Contains(name))
        {
            names.Add(name);
        }
    }
}
