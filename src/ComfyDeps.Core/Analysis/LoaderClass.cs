using System;
using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Analysis;

/// <summary>What is known about one node class and models.</summary>
internal sealed class LoaderClass
{
    /// <summary>The inputs that name models.</summary>
    public IReadOnlyList<LoaderInput> Inputs
    {
        get;
        init
        {
            field = value;
            AnyInput = Common(value);
        }
    } = [];

    /// <summary>The inputs behind the positions of <c>widgets_values</c>; empty when the order is not known.</summary>
    public IReadOnlyList<string> Widgets { get; init; } = [];

    /// <summary>The models that it loads without naming them.</summary>
    public IReadOnlyList<ImpliedModel> Implied { get; init; } = [];

    /// <summary>
    /// True when no text in it ever names a model, whatever it looks like (notes, image loaders, save nodes).
    /// </summary>
    public bool NamesNoModel { get; init; }

    /// <summary>
    /// The input that all others are like: with it the folder is known even where the position is not; or null.
    /// </summary>
    public LoaderInput? AnyInput { get; private init; }

    /// <summary>The input with a name, or null when that input names no model.</summary>
    /// <param name="name">The name of a value, dotted through objects and lists.</param>
    public LoaderInput? Input(ReadOnlySpan<char> name)
    {
        foreach (LoaderInput input in Inputs)
        {
            if (input.IsNamed(name))
            {
                return input;
            }
        }

        return null;
    }

    /// <summary>The first input, when all have the same folders.</summary>
    private static LoaderInput? Common(IReadOnlyList<LoaderInput> inputs)
    {
        if (inputs.Count == 0)
        {
            return null;
        }

        foreach (LoaderInput input in inputs)
        {
            if (input.Kind == ModelInputKind.Tags
                || !input.Folders.SequenceEqual(inputs[0].Folders, StringComparer.Ordinal))
            {
                return null;
            }
        }

        return inputs[0];
    }
}
