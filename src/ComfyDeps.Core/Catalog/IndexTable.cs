namespace ComfyDeps.Catalog;

/// <summary>
/// The tables of the index, in file order. Every cell is an unsigned 32-bit number; texts are numbers of strings.
/// </summary>
internal enum IndexTable
{
    /// <summary>Where each string begins; one row more than there are strings.</summary>
    StringOffsets,

    /// <summary>The strings' UTF-8 bytes (a table of bytes).</summary>
    StringBytes,

    /// <summary>One row: source, commit, date, claims, read sources.</summary>
    Info,

    /// <summary>The packs.</summary>
    Packs,

    /// <summary>The classes by name: name, flags, first claim, claims.</summary>
    Classes,

    /// <summary>A hash table of the classes.</summary>
    ClassBuckets,

    /// <summary>The claims by class: pack, flags, last commit, last date.</summary>
    Claims,

    /// <summary>The classes of each pack.</summary>
    PackClasses,

    /// <summary>The names of packs: text, pack, kind.</summary>
    PackKeys,

    /// <summary>A hash table of the packs' names.</summary>
    PackKeyBuckets,

    /// <summary>The model files by name: key, file name, folder, type, base, URL.</summary>
    Models,

    /// <summary>A hash table of the model files.</summary>
    ModelBuckets,

    /// <summary>The usable name patterns: pack, kind, literal.</summary>
    Patterns,
}
