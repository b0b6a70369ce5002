using System;
using System.Collections.Generic;
using System.Globalization;

namespace ComfyDeps.Verification;

/// <summary>What was found about one pin, before it becomes a result of the pipeline.</summary>
internal sealed record Finding
{
    /// <summary>The verdict.</summary>
    internal required VerificationStatus Status { get; init; }

    /// <summary>One of <see cref="PinCode"/>.</summary>
    internal required string Code { get; init; }

    /// <summary>The reason in one sentence; null for what is simply good.</summary>
    internal string? Message { get; init; }

    /// <summary>What to do next, or null.</summary>
    internal string? Hint { get; init; }

    /// <summary>What is there instead, or null.</summary>
    internal string? Actual { get; init; }

    /// <summary>The newest few versions, beside what is not good.</summary>
    internal IReadOnlyList<string> AvailableVersions { get; init; } = [];

    /// <summary>When the source said so; null for now.</summary>
    internal DateTimeOffset? AskedAt { get; init; }

    /// <summary>Asked, there, and what it was.</summary>
    /// <param name="askedAt">When the source said so.</param>
    internal static Finding Good(DateTimeOffset? askedAt)
        => new() { Status = VerificationStatus.Verified, Code = PinCode.Found, AskedAt = askedAt };

    /// <summary>Good, with something to know.</summary>
    /// <param name="code">One of <see cref="PinCode"/>.</param>
    /// <param name="message">What to know.</param>
    /// <param name="hint">What to do, or null.</param>
    /// <param name="askedAt">When the source said so.</param>
    internal static Finding Good(string code, string message, string? hint, DateTimeOffset? askedAt) => new()
    {
        Status = VerificationStatus.Verified,
        Code = code,
        Message = message,
        Hint = hint,
        AskedAt = askedAt,
    };

    /// <summary>The finding for an answer that is not that the thing exists.</summary>
    /// <typeparam name="T">What was asked about.</typeparam>
    /// <param name="answer">The answer.</param>
    /// <param name="missing">The code where it is not there.</param>
    internal static Finding Of<T>(Answer<T> answer, string missing)
        where T : class
        => answer.Kind switch
        {
            AnswerKind.DoesNotExist => Bad(
                VerificationStatus.Missing, missing, answer.Reason, answer.Hint, answer.AskedAt),
            AnswerKind.Inaccessible => Bad(
                VerificationStatus.Inaccessible, PinCode.Refused, answer.Reason, answer.Hint, answer.AskedAt),
            _ => Bad(
                VerificationStatus.Undetermined,
                PinCode.Unreachable,
                answer.Reason + LastKnown(answer),
                answer.Hint,
                null),
        };

    /// <summary>A finding that is not good.</summary>
    /// <param name="status">The verdict.</param>
    /// <param name="code">One of <see cref="PinCode"/>.</param>
    /// <param name="message">The reason.</param>
    /// <param name="hint">What to do, or null.</param>
    /// <param name="askedAt">When the source said so.</param>
    internal static Finding Bad(
        VerificationStatus status,
        string code,
        string? message,
        string? hint = null,
        DateTimeOffset? askedAt = null)
        => new() { Status = status, Code = code, Message = message, Hint = hint, AskedAt = askedAt };

    /// <summary>The finding as an object for the pipeline.</summary>
    /// <param name="pin">The pin.</param>
    /// <param name="now">What time it is.</param>
    internal VerificationResult ToResult(RegistryPin pin, DateTimeOffset now) => new()
    {
        Kind = pin.Kind,
        Name = pin.Name,
        Expected = pin.Expected,
        Actual = Actual ?? (Status == VerificationStatus.Verified ? pin.Expected : null),
        Status = Status,
        Code = Code,
        Message = Message,
        Hint = Hint,
        AvailableVersions = AvailableVersions,
        CheckedAt = Status == VerificationStatus.Undetermined ? AskedAt : AskedAt ?? now,
    };

    private static string LastKnown<T>(Answer<T> answer)
        where T : class
        => answer.LastKnown switch
        {
            null => string.Empty,
            AnswerKind.Exists => string.Create(
                CultureInfo.InvariantCulture, $" It was there on {answer.AskedAt:yyyy-MM-dd HH:mm} UTC."),
            _ => string.Create(
                CultureInfo.InvariantCulture, $" It was not there on {answer.AskedAt:yyyy-MM-dd HH:mm} UTC."),
        };
}
