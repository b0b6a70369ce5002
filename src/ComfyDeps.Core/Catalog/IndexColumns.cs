using System;

namespace ComfyDeps.Catalog;

/// <summary>The columns of the table of packs.</summary>
internal enum PackColumn
{
    Repository,
    Id,
    RegistryId,
    ManagerId,
    Stars,
    Updated,
    Status,
    Successor,
    FirstClass,
    Classes,
    SoleClasses,
}

/// <summary>What is known about a class apart from its claims.</summary>
[Flags]
internal enum ClassFlags
{
    None = 0,

    /// <summary>ComfyUI itself provides it.</summary>
    Core = 1,

    /// <summary>ComfyUI's front end provides it; it never reaches a server.</summary>
    Frontend = 2,
}

/// <summary>Who says that a pack provides a class.</summary>
[Flags]
internal enum ClaimFlags
{
    None = 0,

    /// <summary>The list.</summary>
    Listed = 1,

    /// <summary>The list, against all other claims.</summary>
    Preempted = 2,

    /// <summary>The pack's own Python source.</summary>
    Source = 4,

    /// <summary>The pack's own JavaScript; on the server there is no such class.</summary>
    Script = 8,

    /// <summary>The pack's source or the list had it once and has it no more.</summary>
    Dropped = 16,
}

/// <summary>How a name stands for a pack.</summary>
internal enum PackKeyKind
{
    /// <summary>Its repository.</summary>
    Repository,

    /// <summary>A Comfy Registry id.</summary>
    RegistryId,

    /// <summary>The list's own id.</summary>
    ManagerId,

    /// <summary>
    /// The repository's name without owner, where one pack alone has it or has by far the most stars.
    /// </summary>
    Name,
}
