using System;
using System.Globalization;
using System.Text;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>Reading JSON that may hold placeholders.</content>
internal sealed partial class Evaluator
{
    /// <summary>
    /// Reads JSON, also where placeholders stand in place of values (<c>"seed": {{seed}}</c>): those are values that
    /// are not known. Every text knows where it stands.
    /// </summary>
    internal sealed class JsonText
    {
        private const int MaxDepth = 300;
        private readonly Evaluator _evaluator;
        private readonly SourceFile? _file;
        private readonly int _start;
        private readonly bool _isVerbatim;
        private string _text = string.Empty;
        private int _at;

        /// <summary>Reads a text of a file from an offset on.</summary>
        public JsonText(Evaluator evaluator, SourceFile? file, int start, bool isVerbatim)
        {
            _evaluator = evaluator;
            _file = file;
            _start = start;
            _isVerbatim = isVerbatim;
        }

        /// <summary>Reads a text that a script holds.</summary>
        public JsonText(Evaluator evaluator, StringValue text)
            : this(
                evaluator,
                text.Origin.File,
                text.IsVerbatim ? text.Origin.Offset + 1 : text.Origin.Offset,
                text.IsVerbatim)
        {
        }

        /// <summary>The value; null when the text is not JSON.</summary>
        public Value? Read(string text)
        {
            _text = text;
            _at = 0;
            Value? value = Next(0);
            SkipBlank();
            return value is UnknownValue || _at < _text.Length ? null : value;
        }

        private Origin Here(int at) => new(_file, _isVerbatim ? _start + at : _start);

        private void SkipBlank()
        {
            while (_at < _text.Length && (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\uFEFF'))
            {
                _at++;
            }
        }

        private Value? Next(int depth)
        {
            SkipBlank();
            if (_at >= _text.Length || depth > MaxDepth || !_evaluator.Step())
            {
                return null;
            }

            return _text[_at] switch
            {
                '{' when _at + 1 < _text.Length && _text[_at + 1] == '{' => Placeholder(),
                '{' => Object(depth),
                '[' => Array(depth),
                '"' => Text(),
                _ => Word(),
            };
        }

        private ObjectValue? Object(int depth)
        {
            ObjectValue result = _evaluator.NewObject(Here(_at));
            _at++;
            while (true)
            {
                SkipBlank();
                if (Take('}'))
                {
                    return result;
                }

                if (_at >= _text.Length || _text[_at] != '"' || Text() is not { } key)
                {
                    return null;
                }

                SkipBlank();
                if (!Take(':') || Next(depth + 1) is not { } value)
                {
                    return null;
                }

                result.Properties[key.Text] = value;
                SkipBlank();
                if (!Take(',') && (_at >= _text.Length || _text[_at] != '}'))
                {
                    return null;
                }
            }
        }

        private ArrayValue? Array(int depth)
        {
            ArrayValue result = _evaluator.NewArray(Here(_at));
            _at++;
            while (true)
            {
                SkipBlank();
                if (Take(']'))
                {
                    return result;
                }

                if (Next(depth + 1) is not { } value)
                {
                    return null;
                }

                result.Items.Add(value);
                SkipBlank();
                if (!Take(',') && (_at >= _text.Length || _text[_at] != ']'))
                {
                    return null;
                }
            }
        }

        private bool Take(char wanted)
        {
            if (_at < _text.Length && _text[_at] == wanted)
            {
                _at++;
                return true;
            }

            return false;
        }

        private StringValue? Text()
        {
            int start = _at++;
            int from = _at;
            StringBuilder? escaped = null;
            while (_at < _text.Length)
            {
                char c = _text[_at];
                if (c == '"')
                {
                    string value = escaped is null
                        ? _text[from.._at]
                        : escaped.Append(_text, from, _at - from).ToString();
                    _at++;
                    return new StringValue(value, Here(start)) { IsVerbatim = _isVerbatim && escaped is null };
                }

                if (c != '\\')
                {
                    _at++;
                    continue;
                }

                escaped ??= new StringBuilder();
                escaped.Append(_text, from, _at - from);
                _at++;
                Escape(escaped);
                from = _at;
            }

            return null;
        }

        private void Escape(StringBuilder into)
        {
            char c = _at < _text.Length ? _text[_at++] : '\\';
            if (c == 'u' && _at + 4 <= _text.Length
                && ushort.TryParse(
                    _text.AsSpan(_at, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ushort code))
            {
                into.Append((char)code);
                _at += 4;
                return;
            }

            into.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => c });
        }

        private UnknownValue Placeholder()
        {
            int start = _at;
            int end = _text.IndexOf("}}", _at, StringComparison.Ordinal);
            _at = end < 0 ? _text.Length : end + 2;
            return _evaluator.Unknown(Here(start), _text[start.._at], "a placeholder that is filled in at run time");
        }

        /// <summary>A number, a word, or a placeholder of any other form: all up to the next separator.</summary>
        private Value? Word()
        {
            int start = _at;
            int length = _text.AsSpan(_at).IndexOfAny(",}]\n\r");
            _at = length < 0 ? _text.Length : _at + length;
            string word = _text[start.._at].Trim();
            if (word.Length == 0)
            {
                return null;
            }

            return word switch
            {
                "true" => Value.True,
                "false" => Value.False,
                "null" => Value.Null,
                _ => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    ? new NumberValue(number)
                    : _evaluator.Unknown(Here(start), word, "a placeholder that is filled in at run time"),
            };
        }
    }
}
