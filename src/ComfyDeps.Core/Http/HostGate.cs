using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.Http;

/// <summary>
/// How much one host is asked. At most so many questions at once; one at a time after the first sign that it is
/// too much, and none while it asked for a pause.
/// </summary>
internal sealed class HostGate
{
    private const int AnswersPerStep = 8;

    private readonly object _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly Dictionary<string, DateTimeOffset> _pauses = new(StringComparer.Ordinal);
    private readonly int _most;
    private int _limit;
    private int _running;
    private int _goodAnswers;
    private bool _isSlowForGood;

    /// <summary>Opens the gate.</summary>
    /// <param name="most">How many questions may be under way.</param>
    internal HostGate(int most)
    {
        _most = most;
        _limit = most;
    }

    /// <summary>Whether no connection to the host could be made when it was last tried.</summary>
    internal bool IsDown { get; private set; }

    /// <summary>Waits for a turn. Whoever got one calls <see cref="Leave"/>.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    internal async Task EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_running < _limit)
            {
                _running++;
                return;
            }

            _waiting.Enqueue(turn);
        }

        using CancellationTokenRegistration stop = cancellationToken.Register(
            static state => ((TaskCompletionSource)state!).TrySetCanceled(), turn);
        await turn.Task.ConfigureAwait(false);
    }

    /// <summary>Gives the turn to the next in line.</summary>
    internal void Leave()
    {
        lock (_lock)
        {
            _running--;
            Admit();
        }
    }

    /// <summary>The host answered as it should.</summary>
    internal void Answered()
    {
        IsDown = false;
        lock (_lock)
        {
            if (_limit < _most && !_isSlowForGood && ++_goodAnswers % AnswersPerStep == 0)
            {
                _limit++;
                Admit();
            }
        }
    }

    /// <summary>No connection to the host could be made, however often it was tried.</summary>
    internal void Unreachable() => IsDown = true;

    /// <summary>The host showed that it is asked too much.</summary>
    /// <param name="forGood">Whether it is asked one question at a time from now on, or only until it answers
    /// again.</param>
    internal void Throttled(bool forGood)
    {
        lock (_lock)
        {
            _limit = 1;
            _goodAnswers = 0;
            _isSlowForGood |= forGood;
        }
    }

    /// <summary>The host asked for a pause.</summary>
    /// <param name="bucket">Which of its quotas is used up.</param>
    /// <param name="until">When it may be asked again.</param>
    internal void Pause(string bucket, DateTimeOffset until)
    {
        lock (_lock)
        {
            if (!_pauses.TryGetValue(bucket, out DateTimeOffset known) || known < until)
            {
                _pauses[bucket] = until;
            }
        }
    }

    /// <summary>When the host may be asked again, or null for now.</summary>
    /// <param name="bucket">The quota that the question counts to.</param>
    /// <param name="now">What time it is.</param>
    internal DateTimeOffset? PausedUntil(string bucket, DateTimeOffset now)
    {
        lock (_lock)
        {
            return _pauses.TryGetValue(bucket, out DateTimeOffset until) && until > now ? until : null;
        }
    }

    private void Admit()
    {
        while (_running < _limit && _waiting.TryDequeue(out TaskCompletionSource? next))
        {
            if (next.TrySetResult())
            {
                _running++;
            }
        }
    }
}
