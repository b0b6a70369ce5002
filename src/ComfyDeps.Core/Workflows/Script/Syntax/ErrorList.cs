using System.Collections.Generic;
using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>Collects syntax errors; what was tried in vain can be taken back.</summary>
internal sealed class ErrorList
{
    /// <summary>How many errors of a file are kept; more than that tells nobody more.</summary>
    public const int Maximum = 100;

    private readonly List<(int Offset, string Message)> _errors = [];

    /// <summary>How many there are.</summary>
    public int Count => _errors.Count;

    /// <summary>Adds an error, unless the last one is about the same place: one mistake is told once.</summary>
    public void Add(int offset, string message)
    {
        if (_errors.Count < Maximum && (_errors.Count == 0 || _errors[^1].Offset != offset))
        {
            _errors.Add((offset, message));
        }
    }

    /// <summary>Forgets all but the first ones.</summary>
    public void Truncate(int count) => _errors.RemoveRange(count, _errors.Count - count);

    /// <summary>The errors in the order of the text, with their lines.</summary>
    public ImmutableArray<ScriptError> ToErrors(LineMap lines)
    {
        _errors.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        ImmutableArray<ScriptError>.Builder result = ImmutableArray.CreateBuilder<ScriptError>(_errors.Count);
        foreach ((int offset, string message) in _errors)
        {
            (int line, int column) = lines.At(offset);
            result.Add(new ScriptError(offset, line, column, message));
        }

        return result.MoveToImmutable();
    }
}
