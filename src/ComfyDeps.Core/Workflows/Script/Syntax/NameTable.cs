using System;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>Keeps one string for each name of a file, however often it is written.</summary>
internal sealed class NameTable
{
    private string?[] _names = new string?[256];
    private int[] _hashes = new int[256];
    private int _count;

    /// <summary>The string that says what the characters say.</summary>
    public string Intern(ReadOnlySpan<char> characters)
    {
        if (characters.IsEmpty)
        {
            return string.Empty;
        }

        // The runtime's hash is seeded by chance, so that no file can be made to collide.
        int hash = string.GetHashCode(characters);
        int mask = _names.Length - 1;
        int index = hash & mask;
        while (_names[index] is string name)
        {
            if (_hashes[index] == hash && characters.SequenceEqual(name))
            {
                return name;
            }

            index = (index + 1) & mask;
        }

        string added = characters.ToString();
        _names[index] = added;
        _hashes[index] = hash;
        _count++;
        if (_count * 2 > _names.Length)
        {
            Grow();
        }

        return added;
    }

    private void Grow()
    {
        string?[] names = new string?[_names.Length * 2];
        int[] hashes = new int[names.Length];
        int mask = names.Length - 1;
        for (int i = 0; i < _names.Length; i++)
        {
            if (_names[i] is null)
            {
                continue;
            }

            int index = _hashes[i] & mask;
            while (names[index] is not null)
            {
                index = (index + 1) & mask;
            }

            names[index] = _names[i];
            hashes[index] = _hashes[i];
        }

        _names = names;
        _hashes = hashes;
    }
}
