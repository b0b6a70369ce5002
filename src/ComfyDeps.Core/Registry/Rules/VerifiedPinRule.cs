using System.Collections.Generic;

namespace ComfyDeps.Registry.Rules;

/// <summary>What has no exact pin was not verified.</summary>
internal sealed class VerifiedPinRule : IRegistryRule
{
    /// <inheritdoc/>
    public string Id => "verified-pin";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        foreach ((RegistryPlace place, PinVerification verification, bool isPinned) in RegistryParts.Verifications(
            document))
        {
            if (verification.Status == VerificationStatus.Verified && !isPinned)
            {
                yield return new RegistryProblem(
                    place.Then("status"),
                    "expected another verdict than 'verified', because there is no exact pin (a full commit, an "
                        + "exact version, a file's SHA-256)");
            }
        }
    }
}
