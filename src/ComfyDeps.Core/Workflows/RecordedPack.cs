namespace ComfyDeps.Workflows;

/// <summary>
/// What ComfyUI wrote beside a node about the pack that provided it, as written: not to be trusted unchecked.
/// </summary>
/// <param name="CnrId">The Comfy Registry id (<c>cnr_id</c>), or null.</param>
/// <param name="AuxId">The repository as owner/repo (<c>aux_id</c>), or null.</param>
/// <param name="Version">The version or commit (<c>ver</c>), or null.</param>
internal sealed record RecordedPack(string? CnrId, string? AuxId, string? Version);
