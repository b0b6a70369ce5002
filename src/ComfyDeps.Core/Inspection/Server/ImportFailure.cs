namespace ComfyDeps.Inspection.Server;

/// <summary>
/// Why a pack could not be imported when the server started. Both texts are the pack's: not fit to be shown as they
/// are.
/// </summary>
/// <param name="Message">The error.</param>
/// <param name="Traceback">Where it arose, or null.</param>
internal sealed record ImportFailure(string Message, string? Traceback);
