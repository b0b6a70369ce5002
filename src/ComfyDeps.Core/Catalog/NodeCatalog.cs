using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;

namespace ComfyDeps.Catalog;

/// <summary>Who provides which class and where model files can be had. Safe to ask from many threads at once.</summary>
internal sealed class NodeCatalog
{
    private readonly CatalogIndex _index;
    private readonly CatalogPack?[] _packs;

    /// <summary>A catalog over an open index.</summary>
    /// <param name="index">The index.</param>
    /// <param name="location">The folder that it is from.</param>
    /// <param name="origin">Which copy it is.</param>
    internal NodeCatalog(CatalogIndex index, string location, CatalogOrigin origin)
    {
        _index = index;
        _packs = new CatalogPack?[index.Rows(IndexTable.Packs)];
        Location = location;
        Origin = origin;
    }

    /// <summary>The folder that it is from.</summary>
    internal string Location { get; }

    /// <summary>Which copy it is.</summary>
    internal CatalogOrigin Origin { get; }

    /// <summary>How many packs it has.</summary>
    internal int PackCount => _packs.Length;

    /// <summary>How many classes it has.</summary>
    internal int ClassCount => _index.Rows(IndexTable.Classes);

    /// <summary>How many model files it has; one that can be had in several places counts for each.</summary>
    internal int ModelCount => _index.Rows(IndexTable.Models);

    /// <summary>Describes it.</summary>
    /// <param name="now">The time from which its age counts.</param>
    internal CatalogInfo Describe(DateTimeOffset now)
    {
        bool dated = DateTimeOffset.TryParseExact(
            _index.Text(_index.Cell(IndexTable.Info, 0, 2)),
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset date);
        return new CatalogInfo
        {
            Location = Location,
            Origin = Origin,
            Source = _index.Text(_index.Cell(IndexTable.Info, 0, 0)),
            Commit = _index.TextOrNull(_index.Cell(IndexTable.Info, 0, 1)),
            Date = dated ? date : null,
            Packs = PackCount,
            Classes = ClassCount,
            Models = ModelCount,
            AgeDays = dated ? Math.Max(0, (int)(now - date).TotalDays) : null,
        };
    }

    /// <summary>What is known about a class, or null.</summary>
    /// <param name="name">The class, in exactly its spelling.</param>
    internal CatalogClass? FindClass(ReadOnlySpan<char> name)
        => Class(_index.Find(IndexTable.ClassBuckets, IndexTable.Classes, name));

    /// <summary>What is known about a class, or null.</summary>
    /// <param name="name">The class in UTF-8, in exactly its spelling.</param>
    internal CatalogClass? FindClass(ReadOnlySpan<byte> name)
        => Class(_index.Find(IndexTable.ClassBuckets, IndexTable.Classes, name));

    /// <summary>Whether ComfyUI itself provides a class.</summary>
    /// <param name="name">The class in UTF-8.</param>
    internal ClassFlags FlagsOf(ReadOnlySpan<byte> name)
    {
        int row = _index.Find(IndexTable.ClassBuckets, IndexTable.Classes, name);
        return row < 0 ? ClassFlags.None : (ClassFlags)_index.Cell(IndexTable.Classes, (uint)row, 1);
    }

    /// <summary>The pack with a name, or null.</summary>
    /// <param name="name">A registry id, the list's id, an address, owner/repo, or a repository's name if it is the
    /// only one.</param>
    /// <param name="kind">What the name is to the pack.</param>
    internal CatalogPack? FindPack(string name, out PackKeyKind kind)
    {
        int row = Key(name.ToLowerInvariant());
        if (row < 0 && RepositoryAddress.IsOwnerAndRepository(name))
        {
            row = Key(RepositoryAddress.Key(RepositoryAddress.OnGitHub(name)));
        }

        if (row < 0 && RepositoryAddress.Normalize(name) is string address)
        {
            row = Key(RepositoryAddress.Key(address));
        }

        kind = row < 0 ? default : (PackKeyKind)_index.Cell(IndexTable.PackKeys, (uint)row, 2);
        return row < 0 ? null : Pack(_index.Cell(IndexTable.PackKeys, (uint)row, 1));
    }

    /// <summary>A pack by its number.</summary>
    /// <param name="number">The number, less than <see cref="PackCount"/>.</param>
    internal CatalogPack Pack(uint number)
    {
        CatalogPack? known = number < _packs.Length ? Volatile.Read(ref _packs[number]) : null;
        if (known is not null)
        {
            return known;
        }

        CatalogPack pack = ReadPack(number);
        // Two threads may both have read it; one of the two objects is kept.
        return Interlocked.CompareExchange(ref _packs[number], pack, null) ?? pack;
    }

    /// <summary>The id of a pack by its number.</summary>
    /// <param name="number">The number, less than <see cref="PackCount"/>.</param>
    internal string PackId(uint number) => _index.Text(_index.Cell(IndexTable.Packs, number, (int)PackColumn.Id));

    /// <summary>The repository of a pack by its number.</summary>
    /// <param name="number">The number, less than <see cref="PackCount"/>.</param>
    internal string PackRepository(uint number)
        => _index.Text(_index.Cell(IndexTable.Packs, number, (int)PackColumn.Repository));

    /// <summary>The name of a model file by its number.</summary>
    /// <param name="number">The number, less than <see cref="ModelCount"/>.</param>
    internal string ModelFileName(uint number) => Model(number, 1);

    /// <summary>The classes that a pack claims, in ordinal order.</summary>
    /// <param name="pack">The pack.</param>
    internal string[] ClassesOf(CatalogPack pack)
    {
        uint first = _index.Cell(IndexTable.Packs, pack.Number, (int)PackColumn.FirstClass);
        string[] classes = new string[pack.ClassCount];
        for (uint i = 0; i < classes.Length; i++)
        {
            classes[i] = ClassName(_index.Cell(IndexTable.PackClasses, first + i));
        }

        return classes;
    }

    /// <summary>The name of a class by its number.</summary>
    /// <param name="number">The number, less than <see cref="ClassCount"/>.</param>
    internal string ClassName(uint number) => _index.Text(_index.Cell(IndexTable.Classes, number));

    /// <summary>What is known about a class by its number.</summary>
    /// <param name="number">The number, less than <see cref="ClassCount"/>.</param>
    internal CatalogClass ClassAt(uint number) => Class((int)number)!;

    /// <summary>Where a model file can be had, as far as is known.</summary>
    /// <param name="fileName">The file's name, in any case.</param>
    internal IReadOnlyList<ModelFact> FindModels(string fileName)
    {
        string key = fileName.ToLowerInvariant();
        int row = _index.Find(IndexTable.ModelBuckets, IndexTable.Models, key);
        if (row < 0)
        {
            return [];
        }

        List<ModelFact> models = [];
        uint text = _index.Cell(IndexTable.Models, (uint)row);
        for (uint i = (uint)row; i < _index.Rows(IndexTable.Models) && _index.Cell(IndexTable.Models, i) == text; i++)
        {
            models.Add(new ModelFact(Model(i, 1), Model(i, 2), Model(i, 3), Model(i, 4), Model(i, 5)));
        }

        return models;
    }

    /// <summary>Every model file that the catalog has, in the order of its names.</summary>
    internal IEnumerable<ModelFact> Models()
    {
        for (uint i = 0; i < _index.Rows(IndexTable.Models); i++)
        {
            yield return new ModelFact(Model(i, 1), Model(i, 2), Model(i, 3), Model(i, 4), Model(i, 5));
        }
    }

    /// <summary>The packs whose name patterns match a class.</summary>
    /// <param name="name">The class.</param>
    internal List<CatalogPack> FindByPattern(string name)
    {
        List<CatalogPack> packs = [];
        for (uint i = 0; i < _index.Rows(IndexTable.Patterns); i++)
        {
            NamePattern pattern = new(
                (NamePatternKind)_index.Cell(IndexTable.Patterns, i, 1),
                _index.Text(_index.Cell(IndexTable.Patterns, i, 2)));
            CatalogPack pack = Pack(_index.Cell(IndexTable.Patterns, i));
            if (pattern.Matches(name) && !packs.Contains(pack))
            {
                packs.Add(pack);
            }
        }

        return packs;
    }

    private int Key(string key) => _index.Find(IndexTable.PackKeyBuckets, IndexTable.PackKeys, key);

    private string Model(uint row, int column) => _index.Text(_index.Cell(IndexTable.Models, row, column));

    private CatalogClass? Class(int row)
    {
        if (row < 0)
        {
            return null;
        }

        uint first = _index.Cell(IndexTable.Classes, (uint)row, 2);
        uint count = _index.Cell(IndexTable.Classes, (uint)row, 3);
        // A damaged count must not become a huge array: the last claim is looked at first.
        CatalogClaim[] claims = count == 0 || _index.Cell(IndexTable.Claims, first + count - 1) == IndexBuilder.Unknown
            ? []
            : new CatalogClaim[Math.Min(count, (uint)_index.Rows(IndexTable.Claims))];
        for (uint i = 0; i < claims.Length; i++)
        {
            claims[i] = new CatalogClaim(
                Pack(_index.Cell(IndexTable.Claims, first + i)),
                (ClaimFlags)_index.Cell(IndexTable.Claims, first + i, 1),
                _index.TextOrNull(_index.Cell(IndexTable.Claims, first + i, 2)),
                _index.TextOrNull(_index.Cell(IndexTable.Claims, first + i, 3)));
        }

        return new CatalogClass((ClassFlags)_index.Cell(IndexTable.Classes, (uint)row, 1), claims);
    }

    private Uri Address(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) ? address : throw _index.Damaged();

    private CatalogPack ReadPack(uint number)
    {
        uint Cell(PackColumn column) => _index.Cell(IndexTable.Packs, number, (int)column);
        uint stars = Cell(PackColumn.Stars);
        uint day = Cell(PackColumn.Updated);
        string repository = _index.Text(Cell(PackColumn.Repository));
        string? successor = _index.TextOrNull(Cell(PackColumn.Successor));
        return new CatalogPack
        {
            Number = number,
            Id = _index.Text(Cell(PackColumn.Id)),
            Url = Address(repository),
            RegistryId = _index.TextOrNull(Cell(PackColumn.RegistryId)),
            ManagerId = _index.TextOrNull(Cell(PackColumn.ManagerId)),
            Stars = stars == IndexBuilder.Unknown ? null : (int)stars,
            Updated = day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)day) : null,
            Status = (PackStatus)Cell(PackColumn.Status),
            Successor = successor is null ? null : Address(successor),
            ClassCount = (int)Math.Min(Cell(PackColumn.Classes), (uint)_index.Rows(IndexTable.PackClasses)),
            SoleClassCount = (int)Cell(PackColumn.SoleClasses),
            RepositoryName = repository[(repository.LastIndexOf('/') + 1)..].ToLowerInvariant(),
        };
    }
}
