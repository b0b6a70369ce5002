using System.Collections.Generic;
using ComfyDeps.Sources;

namespace ComfyDeps.Operations;

/// <summary>One thing that a user asks about model files, and the places where it may be.</summary>
/// <param name="Name">What was asked for, for messages.</param>
/// <param name="Places">The places, the likeliest first.</param>
/// <param name="IsWildcard">Whether finding nothing is no error.</param>
internal sealed record ModelQuestion(string Name, IReadOnlyList<ModelReference> Places, bool IsWildcard = false);
