using System.Collections.Generic;

namespace ComfyDeps.Verification.Installed;

/// <summary>A model file that an environment should have.</summary>
/// <param name="Name">What it is called in results.</param>
/// <param name="Places">The places under <c>models/</c> at which it may be, the usual one first.</param>
/// <param name="Size">Its size, or null.</param>
/// <param name="Sha256">Its hash, or null.</param>
/// <param name="IsPinned">Whether the registry has it: then a hash is due.</param>
internal sealed record ExpectedModel(string Name, IReadOnlyList<string> Places, long? Size, string? Sha256, bool IsPinned);
