using System.Collections.Generic;
using System.Text;
using System.Text.Json;

namespace ComfyDeps.Registry.Reading;

/// <summary>A value of a JSON text, which knows where it stands.</summary>
/// <param name="parent">What it is in, or null for the whole.</param>
/// <param name="name">Its name in the object that it is in, or its number in the list in brackets.</param>
/// <param name="kind">What starts with its first character.</param>
/// <param name="text">The text of a text, the digits of a number; else null.</param>
/// <param name="offset">The byte at which it begins.</param>
/// <param name="nameOffset">The byte at which its name begins, or null where it has none.</param>
internal sealed class JsonValue(
    JsonValue? parent,
    string name,
    JsonTokenType kind,
    string? text,
    int offset,
    int? nameOffset)
{
    /// <summary>Its name in the object that it is in, or its number in the list in brackets.</summary>
    internal string Name => name;

    /// <summary>What starts with its first character.</summary>
    internal JsonTokenType Kind => kind;

    /// <summary>The text of a text, the digits of a number; else null.</summary>
    internal string? Text => text;

    /// <summary>The byte at which it begins.</summary>
    internal int Offset { get; } = offset;

    /// <summary>The byte at which its name begins; for the whole and for what is in a list, its own.</summary>
    internal int NameOffset { get; } = nameOffset ?? offset;

    /// <summary>The members of an object or the items of a list, in the order of the text.</summary>
    internal List<JsonValue> Inner { get; } = [];

    /// <summary>Its place in the whole, such as <c>nodes.res4lyf.source.commit</c>; empty for the whole.</summary>
    internal string Place
    {
        get
        {
            StringBuilder place = new();
            AddTo(place);
            return place.ToString();
        }
    }

    /// <summary>A member of an object, or null.</summary>
    /// <param name="member">Its name.</param>
    internal JsonValue? Find(string member) => Inner.Find(value => value.Name == member);

    private void AddTo(StringBuilder place)
    {
        if (parent is null)
        {
            return;
        }

        parent.AddTo(place);
        RegistryPlace.Append(place, name);
    }
}
