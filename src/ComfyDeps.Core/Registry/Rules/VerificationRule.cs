using System.Collections.Generic;

namespace ComfyDeps.Registry.Rules;

/// <summary>
/// A verdict is one that asking about a pin can give, with its time, and with a name where it is a person's.
/// </summary>
internal sealed class VerificationRule : IRegistryRule
{
    /// <inheritdoc/>
    public string Id => "verification";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        foreach ((RegistryPlace place, PinVerification verification, _) in RegistryParts.Verifications(document))
        {
            bool isManual = verification.Status == VerificationStatus.Manual;
            bool isGood = verification.Status == VerificationStatus.Verified;
            if (verification.Status is VerificationStatus.Extra or VerificationStatus.NotInRegistry)
            {
                yield return new RegistryProblem(place.Then("status"), "expected a verdict about a pin");
            }

            if ((isManual || isGood) && verification.CheckedAt is null)
            {
                yield return new RegistryProblem(place, "expected the field 'checkedAt' in it, which is missing");
            }

            if (isManual && string.IsNullOrWhiteSpace(verification.VerifiedBy))
            {
                yield return new RegistryProblem(
                    place, "expected the field 'verifiedBy' in it, because a person must have said 'manual'");
            }

            if (!isManual && verification.VerifiedBy is not null)
            {
                yield return place.Then("verifiedBy").WrongName("it beside the status manual only");
            }

            if (isGood && (verification.Message is not null || !verification.AvailableVersions.IsEmpty))
            {
                yield return place.Then(verification.Message is null ? "availableVersions" : "message")
                    .WrongName("it beside a pin that is not good only");
            }
        }
    }
}
