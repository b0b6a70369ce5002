namespace ComfyDeps;

/// <summary>Which copy of the catalog is in use.</summary>
public enum CatalogOrigin
{
    /// <summary>The one that came with the module.</summary>
    Shipped,

    /// <summary>The one that Update-ComfyCatalog made for this user.</summary>
    User,

    /// <summary>The one that COMFYDEPS_CATALOG names.</summary>
    Environment,
}
