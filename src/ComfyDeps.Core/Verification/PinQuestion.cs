namespace ComfyDeps.Verification;

/// <summary>A pin to check, or a result that needs no asking.</summary>
/// <param name="Pin">The pin, or null.</param>
/// <param name="Known">The result, or null.</param>
internal sealed record PinQuestion(RegistryPin? Pin, VerificationResult? Known = null);
