using System.Collections.Generic;
using ComfyDeps.Registry;

namespace ComfyDeps.Planning;

/// <summary>Tells whether a pin may be installed without asking anybody for leave.</summary>
/// <param name="request">What is known about pins now.</param>
internal sealed class PinJudge(PlanRequest request)
{
    /// <summary>Why a pin is not verified, or null when it is.</summary>
    /// <param name="kind">Node or Model.</param>
    /// <param name="name">The entry.</param>
    /// <param name="stored">What the registry stores about it.</param>
    /// <param name="isExact">Whether it is a pin at all.</param>
    internal UnverifiedPin? Doubt(DependencyKind kind, string name, PinVerification? stored, bool isExact)
    {
        if (!isExact)
        {
            return new UnverifiedPin(kind, name, nameof(VerificationStatus.Unpinned));
        }

        VerificationResult? result = request.Results?.GetValueOrDefault((kind, name));
        VerificationStatus? status = request.Results is null ? stored?.Status : result?.Status;
        string? message = request.Results is null ? stored?.Message : result?.Message;
        return status is VerificationStatus.Verified or VerificationStatus.Manual
            ? null
            : new UnverifiedPin(kind, name, status?.ToString() ?? "never asked", message);
    }
}
