using System;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>Gathers the parts of lists that are read inside each other, and cuts each list to its exact size.</summary>
internal sealed class NodeStack<T>
{
    private T[] _items = new T[16];

    /// <summary>Where a list that starts now begins.</summary>
    public int Mark { get; private set; }

    /// <summary>Adds a part to the innermost list.</summary>
    public void Push(T item)
    {
        if (Mark == _items.Length)
        {
            Array.Resize(ref _items, Mark * 2);
        }

        _items[Mark++] = item;
    }

    /// <summary>Ends the innermost list.</summary>
    public ImmutableArray<T> PopTo(int mark)
    {
        if (Mark == mark)
        {
            return [];
        }

        T[] list = _items.AsSpan(mark, Mark - mark).ToArray();
        Array.Clear(_items, mark, Mark - mark);
        Mark = mark;
        return ImmutableCollectionsMarshal.AsImmutableArray(list);
    }
}
