namespace ComfyDeps.Inspection.Server;

/// <summary>An input of a class on a running server.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsRequired">Whether it must have a value.</param>
/// <param name="Options">What can be chosen there; null where nothing is chosen from a list.</param>
internal sealed record ServerInput(string Name, bool IsRequired, ComboOptions? Options);
