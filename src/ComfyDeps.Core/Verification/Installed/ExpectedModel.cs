using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Verification.Installed;

/// <summary>A model file that an environment should have.</summary>
/// <param name="Name">What it is called in results.</param>
/// <param name="At">Under which names it may be, the usual one first.</param>
/// <param name="Size">Its size, or null.</param>
/// <param name="Sha256">Its hash, or null.</param>
/// <param name="IsPinned">Whether the registry has it: then a hash is due.</param>
internal sealed record ExpectedModel(
    string Name,
    IReadOnlyList<ExpectedPlace> At,
    long? Size,
    string? Sha256,
    bool IsPinned)
{
    /// <summary>The places under <c>models/</c> at which it may be, the usual one first.</summary>
    internal IEnumerable<string> Places => At.SelectMany(static place => place.Spellings);

    /// <summary>The names under which it has to be; none where one of all is enough.</summary>
    internal IEnumerable<ExpectedPlace> Due => At.Where(static place => place.IsDue);

    /// <summary>
    /// Only under the names that somebody uses; where none of them is one of the file's, any is enough.
    /// </summary>
    /// <param name="used">Places under <c>models/</c>.</param>
    internal ExpectedModel DueAt(IReadOnlySet<string> used)
        => this with { At = [.. At.Select(place => place with { IsDue = place.Spellings.Any(used.Contains) })] };
}

/// <summary>A name under which a model file may be.</summary>
/// <param name="Name">The name.</param>
/// <param name="Spellings">The places under <c>models/</c> that it stands for.</param>
/// <param name="IsDue">Whether the file has to be there.</param>
internal sealed record ExpectedPlace(string Name, IReadOnlyList<string> Spellings, bool IsDue = true)
{
    /// <summary>The place of that name and no other.</summary>
    /// <param name="name">The name.</param>
    internal static ExpectedPlace Of(string name) => new(name, [name]);

    /// <summary>A further name, which is written from <c>models/</c>, or from the folder of the entry.</summary>
    /// <param name="alias">The name.</param>
    /// <param name="folder">The folder of the entry.</param>
    internal static ExpectedPlace Of(string alias, string folder)
        => new(alias, [alias, $"{folder}/{alias}"]);
}
