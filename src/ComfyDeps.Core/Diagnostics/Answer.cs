using System;

namespace ComfyDeps;

/// <summary>What a source said about one thing: one of four, never an empty value that could mean two.</summary>
/// <typeparam name="T">What there is to know about a thing that exists.</typeparam>
internal sealed class Answer<T>
    where T : class
{
    private Answer(AnswerKind kind, T? value, string? reason, string? hint, DateTimeOffset? askedAt)
    {
        Kind = kind;
        Value = value;
        Reason = reason;
        Hint = hint;
        AskedAt = askedAt;
    }

    /// <summary>How the asking ended.</summary>
    public AnswerKind Kind { get; }

    /// <summary>
    /// What is known: of a thing that exists always; of an inaccessible thing what is public; of an undetermined
    /// one what an older answer said, which <see cref="AskedAt"/> dates.
    /// </summary>
    public T? Value { get; }

    /// <summary>Why it is not <see cref="AnswerKind.Exists"/>, in one sentence without secrets.</summary>
    public string? Reason { get; }

    /// <summary>What the user can do about it, or null.</summary>
    public string? Hint { get; }

    /// <summary>When the service was asked; null when it never answered.</summary>
    public DateTimeOffset? AskedAt { get; }

    /// <summary>For an undetermined answer, what an older one said; null when there is none.</summary>
    public AnswerKind? LastKnown { get; private init; }

    /// <summary>Whether the thing is there.</summary>
    public bool Exists => Kind == AnswerKind.Exists;

    /// <summary>It is there.</summary>
    /// <param name="value">What it is.</param>
    /// <param name="askedAt">When the service said so.</param>
    public static Answer<T> Found(T value, DateTimeOffset? askedAt)
        => new(AnswerKind.Exists, value, null, null, askedAt);

    /// <summary>It was asked for and is not there.</summary>
    /// <param name="reason">What is not there, in one sentence.</param>
    /// <param name="askedAt">When the service said so.</param>
    /// <param name="hint">What the user can do, or null.</param>
    public static Answer<T> Missing(string reason, DateTimeOffset? askedAt, string? hint = null)
        => new(AnswerKind.DoesNotExist, null, reason, hint, askedAt);

    /// <summary>It is there, and this caller may not have it.</summary>
    /// <param name="reason">Why not, in one sentence.</param>
    /// <param name="askedAt">When the service said so.</param>
    /// <param name="hint">What the user can do, or null.</param>
    /// <param name="value">What is public about it, or null.</param>
    public static Answer<T> Refused(string reason, DateTimeOffset? askedAt, string? hint = null, T? value = null)
        => new(AnswerKind.Inaccessible, value, reason, hint, askedAt);

    /// <summary>It could not be asked, or the answer makes no sense.</summary>
    /// <param name="reason">Why, in one sentence.</param>
    /// <param name="hint">What the user can do, or null.</param>
    public static Answer<T> Unknown(string reason, string? hint = null)
        => new(AnswerKind.Undetermined, null, reason, hint, null);

    /// <summary>This answer, which is older than it may be, for a caller to whom no newer one could be got.</summary>
    /// <param name="reason">Why no newer one could be got.</param>
    /// <param name="hint">What the user can do, or null.</param>
    public Answer<T> AsOutdated(string reason, string? hint)
        => new(AnswerKind.Undetermined, Value, reason, hint, AskedAt)
        {
            LastKnown = Kind == AnswerKind.Undetermined ? LastKnown : Kind,
        };

    /// <summary>The same answer about something derived from its value.</summary>
    /// <typeparam name="TOther">What is derived.</typeparam>
    /// <param name="select">Derives it; called only where there is a value.</param>
    public Answer<TOther> Select<TOther>(Func<T, TOther> select)
        where TOther : class
        => new(Kind, Value is null ? null : select(Value), Reason, Hint, AskedAt) { LastKnown = LastKnown };

    /// <summary>
    /// The same answer about something else, without a value: for answers that are not <see cref="Exists"/>.
    /// </summary>
    /// <typeparam name="TOther">What the other answer is about.</typeparam>
    public Answer<TOther> Without<TOther>()
        where TOther : class
        => Kind == AnswerKind.Exists
            ? throw new InvalidOperationException("An answer that something exists has a value.")
            : new Answer<TOther>(Kind, null, Reason, Hint, AskedAt) { LastKnown = LastKnown };

    /// <summary>The error for an answer that is not <see cref="Exists"/>.</summary>
    /// <param name="target">The thing that was asked about.</param>
    public ComfyDepsException ToException(object target) => new(
        Kind switch
        {
            AnswerKind.DoesNotExist => ErrorCode.NotFound,
            AnswerKind.Inaccessible => ErrorCode.SourceAccessDenied,
            _ => ErrorCode.SourceUnavailable,
        },
        Reason ?? $"Nothing is known about '{target}'.",
        target,
        Hint);

    /// <inheritdoc/>
    public override string ToString() => Reason is null ? Kind.ToString() : $"{Kind}: {Reason}";
}
