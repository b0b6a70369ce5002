using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Inspection;

namespace ComfyDeps.Verification.Installed;

/// <summary>
/// Makes results about one environment. Its name is the one that was asked, whatever the environment says of itself.
/// </summary>
/// <param name="environment">What the environment is called.</param>
/// <param name="now">What time it is.</param>
internal sealed class Judgement(string environment, DateTimeOffset now)
{
    /// <summary>What the environment is called.</summary>
    internal string Environment => environment;

    /// <summary>A result.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="name">The name of it.</param>
    /// <param name="status">The verdict.</param>
    /// <param name="code">The reason in one word.</param>
    /// <param name="message">The reason in one sentence; null for what is simply good.</param>
    /// <param name="expected">What should be.</param>
    /// <param name="actual">What is.</param>
    /// <param name="hint">What to do next.</param>
    internal VerificationResult Of(
        DependencyKind kind,
        string name,
        VerificationStatus status,
        string code,
        string? message = null,
        string? expected = null,
        string? actual = null,
        string? hint = null) => new()
    {
        Kind = kind,
        Name = name,
        Environment = environment,
        Status = status,
        Code = code,
        Message = message,
        Expected = expected,
        Actual = actual,
        Hint = hint,
        CheckedAt = status == VerificationStatus.Undetermined ? null : now,
    };

    /// <summary>The results about what the registry does not have.</summary>
    /// <param name="expected">What was asked for.</param>
    internal IEnumerable<VerificationResult> OfUnlisted(Expectations expected)
        => expected.Unlisted.Select(name => Of(
            DependencyKind.Node, name, VerificationStatus.NotInRegistry, InstallationCode.NotListed,
            "The registry has no such entry.", hint: "Add it with Update-ComfyRegistry."));

    /// <summary>The results of what is wrong with a thing whatever should be there.</summary>
    /// <param name="name">The name of it in results.</param>
    /// <param name="item">The thing.</param>
    /// <param name="expected">What should be.</param>
    internal IEnumerable<VerificationResult> OfFindings(string name, InspectedItem item, string? expected)
        => item.Findings.Select(finding => Of(
            item.Item.Kind,
            name,
            finding.Status == VerificationStatus.Verified ? VerificationStatus.Mismatch : finding.Status,
            finding.Code,
            finding.Message,
            expected,
            item.Item.Commit ?? item.Item.Version ?? item.Item.Sha256,
            finding.Hint));
}
