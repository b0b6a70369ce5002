using System;
using System.Collections.Generic;
using System.Globalization;
using ComfyDeps.Workflows;

namespace ComfyDeps.Analysis;

/// <summary>A node beside what is known of its class.</summary>
/// <param name="Node">The node.</param>
/// <param name="Loader">What is known of its class, or null.</param>
internal readonly record struct LoaderNode(WorkflowNode Node, LoaderClass? Loader)
{
    /// <summary>A value's name, from the file or from the known order of the class's widgets; else empty.</summary>
    /// <param name="value">One of the node's values.</param>
    public string Name(NodeValue value)
        => value.Name
            ?? (value.Position >= 0 && value.Position < Loader?.Widgets.Count
                ? Loader.Widgets[value.Position]
                : string.Empty);

    /// <summary>
    /// The model input that a value stands in, by its name, else by its position; null when it is none.
    /// </summary>
    /// <param name="value">One of the node's values.</param>
    public LoaderInput? Input(NodeValue value)
    {
        if (Loader is not LoaderClass loader)
        {
            return null;
        }

        if (value.Name is string name)
        {
            if (loader.Input(name) is LoaderInput named)
            {
                return named;
            }

            if (name.EndsWith(".content", StringComparison.Ordinal))
            {
                return loader.Input(name.AsSpan(0, name.Length - ".content".Length));
            }

            int dot = name.LastIndexOf('.');
            if (dot > 0 && loader.Input(name.AsSpan(dot + 1)) is LoaderInput inner)
            {
                return inner;
            }
        }

        if (value.Position < 0 || value.Position >= loader.Widgets.Count)
        {
            return null;
        }

        string widget = loader.Widgets[value.Position];
        return value.Name is null or "content" ? loader.Input(widget) : loader.Input($"{widget}.{value.Name}");
    }

    /// <summary>Whether another widget switches a model input off, or says that fewer inputs count.</summary>
    /// <param name="value">The input's value.</param>
    /// <param name="input">The input.</param>
    public bool IsSwitchedOff(NodeValue value, LoaderInput input)
    {
        if (input.CountInput is string count && IsBeyond(count, InputName.Number(Name(value))))
        {
            return true;
        }

        if (input.SwitchInput is not string switchName)
        {
            return false;
        }

        foreach (NodeValue other in Node.Values)
        {
            if (InputName.Matches(switchName, Name(other))
                && string.Equals(other.Text, input.SwitchOff, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsBeyond(string count, int number)
    {
        foreach (NodeValue other in Node.Values)
        {
            if (other.IsNumber && InputName.Matches(count, Name(other))
                && int.TryParse(other.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int most))
            {
                return number > most;
            }
        }

        return false;
    }

    /// <summary>The text of an input when it is one of the given ones; else null.</summary>
    /// <param name="input">The input's name in the facts.</param>
    /// <param name="texts">The texts.</param>
    public string? TextOf(string input, IReadOnlyList<string> texts)
    {
        foreach (NodeValue value in Node.Values)
        {
            if (!value.IsUnknown && InputName.Matches(input, Name(value)) && Contains(texts, value.Text))
            {
                return value.Text;
            }
        }

        return null;
    }

    /// <summary>Whether a text is one of several, in any case.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="text">The text.</param>
    public static bool Contains(IReadOnlyList<string> texts, string text)
    {
        foreach (string candidate in texts)
        {
            if (string.Equals(candidate, text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
