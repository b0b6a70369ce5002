using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text;

namespace ComfyDeps.Shell.Hosting;

/// <summary>Reads a line at a terminal: cursor keys, history and completion by Tab, and no more.</summary>
internal sealed class LineEditor(Session session)
{
    private readonly List<string> _history = [];
    private readonly StringBuilder _line = new();
    private int _cursor;
    private int _shownHistory;
    private CommandCompletion? _completion;

    /// <summary>Whether Ctrl-C threw the last line away.</summary>
    internal bool WasCancelled { get; private set; }

    /// <summary>Reads one line.</summary>
    /// <param name="prompt">What stands before it.</param>
    /// <returns>The line; null when the person is done (Ctrl-D).</returns>
    internal string? Read(string prompt)
    {
        _line.Clear();
        _cursor = 0;
        _shownHistory = _history.Count;
        WasCancelled = false;
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                Draw(prompt);
                ConsoleKeyInfo key = Console.ReadKey(intercept: true);
                if (key.Key == ConsoleKey.Enter)
                {
                    return Finish();
                }

                if (key is { Modifiers: ConsoleModifiers.Control, Key: ConsoleKey.D } && _line.Length == 0)
                {
                    Console.WriteLine();
                    return null;
                }

                if (key is { Modifiers: ConsoleModifiers.Control, Key: ConsoleKey.C })
                {
                    Console.WriteLine("^C");
                    WasCancelled = true;
                    return string.Empty;
                }

                Apply(key);
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    private string Finish()
    {
        Console.WriteLine();
        string line = _line.ToString();
        if (!string.IsNullOrWhiteSpace(line) && (_history.Count == 0 || _history[^1] != line))
        {
            _history.Add(line);
        }

        return line;
    }

    private void Apply(ConsoleKeyInfo key)
    {
        if (key.Key != ConsoleKey.Tab)
        {
            _completion = null;
        }

        switch (key.Key)
        {
            case ConsoleKey.Tab:
                Complete(forward: !key.Modifiers.HasFlag(ConsoleModifiers.Shift));
                break;
            case ConsoleKey.Backspace when _cursor > 0:
                _line.Remove(--_cursor, 1);
                break;
            case ConsoleKey.Delete when _cursor < _line.Length:
                _line.Remove(_cursor, 1);
                break;
            case ConsoleKey.LeftArrow or ConsoleKey.RightArrow or ConsoleKey.Home or ConsoleKey.End:
                Move(key.Key);
                break;
            case ConsoleKey.UpArrow:
                Recall(-1);
                break;
            case ConsoleKey.DownArrow:
                Recall(1);
                break;
            case ConsoleKey.Escape:
                Replace(0, _line.Length, string.Empty);
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                {
                    _line.Insert(_cursor++, key.KeyChar);
                }

                break;
        }
    }

    private void Move(ConsoleKey key) => _cursor = key switch
    {
        ConsoleKey.LeftArrow => Math.Max(0, _cursor - 1),
        ConsoleKey.RightArrow => Math.Min(_line.Length, _cursor + 1),
        ConsoleKey.Home => 0,
        _ => _line.Length,
    };

    private void Recall(int step)
    {
        _shownHistory = Math.Clamp(_shownHistory + step, 0, _history.Count);
        Replace(0, _line.Length, _shownHistory < _history.Count ? _history[_shownHistory] : string.Empty);
    }

    private void Complete(bool forward)
    {
        if (_completion is null)
        {
            using PowerShell shell = PowerShell.Create(session.Runspace);
            _completion = CommandCompletion.CompleteInput(_line.ToString(), _cursor, options: null, shell);
        }

        CompletionResult? result = _completion.GetNextResult(forward);
        if (result is not null)
        {
            Replace(_completion.ReplacementIndex, _completion.ReplacementLength, result.CompletionText);
            _completion.ReplacementLength = result.CompletionText.Length;
        }
    }

    private void Replace(int start, int length, string text)
    {
        _line.Remove(start, length).Insert(start, text);
        _cursor = start + text.Length;
    }

    /// <summary>Draws the part of the line around the cursor that fits behind the prompt.</summary>
    private void Draw(string prompt)
    {
        int room = Math.Max(10, Terminal.Width - prompt.Length - 1);
        int from = Math.Max(0, _cursor - room);
        string shown = _line.ToString(from, Math.Min(room, _line.Length - from));
        int back = 0;
        foreach (Rune rune in shown.AsSpan(_cursor - from).EnumerateRunes())
        {
            back += CellWidth.Of(rune);
        }

        Console.Write($"\r\u001b[K{prompt}{shown}{(back > 0 ? $"\u001b[{back}D" : string.Empty)}");
    }
}
