using System;

namespace ComfyDeps.Verification;

/// <summary>How pins are checked.</summary>
internal sealed class PinCheckOptions
{
    /// <summary>Whether nobody may be asked.</summary>
    internal bool IsOffline { get; init; }

    /// <summary>The folder that the registry is in, or null where it is in none.</summary>
    internal string? RegistryFolder { get; init; }

    /// <summary>When pins were last asked and were good.</summary>
    internal GoodPins Good { get; init; } = new(null);

    /// <summary>What time it is.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}
