using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace ComfyDeps.TestServers;

/// <summary>Which requests fail, and how.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Rule> _rules = [];

    /// <summary>The next requests get these, one each; what comes after is answered truly.</summary>
    public void Next(params Fault[] faults) => NextOf("", faults);

    /// <summary>The next requests with this text in 'METHOD target' get these, one each.</summary>
    public void NextOf(string text, params Fault[] faults)
    {
        Queue<Fault> queue = new(faults);
        Add(
            (_, request) => request.Contains(text, StringComparison.Ordinal) && queue.TryDequeue(out Fault? fault)
                ? fault
                : null);
    }

    /// <summary>Every request with this text in 'METHOD target' gets this.</summary>
    public void Always(Fault fault, string text = "")
        => Add((_, request) => request.Contains(text, StringComparison.Ordinal) ? fault : null);

    /// <summary>So many requests are answered; every later one gets this.</summary>
    public void After(int count, Fault fault)
    {
        int seen = 0;
        Add((_, _) => ++seen > count ? fault : null);
    }

    /// <summary>
    /// A share of all requests fails. The same seed and the same request, asked for the nth time, fail the same way.
    /// </summary>
    public void Randomly(int seed, double share, params Fault[] faults)
    {
        Dictionary<string, int> times = new(StringComparer.Ordinal);
        Add((_, request) =>
        {
            times[request] = times.GetValueOrDefault(request) + 1;
            byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {times[request]} {request}"));
            double chance = BitConverter.ToUInt32(hash, 0) / (double)uint.MaxValue;
            return chance < share ? faults[BitConverter.ToUInt32(hash, 4) % faults.Length] : null;
        });
    }

    /// <summary>From now on everything is answered truly.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    internal Fault? Take(RecordedRequest request)
    {
        string text = request.ToString();
        lock (_lock)
        {
            foreach (Rule rule in _rules)
            {
                if (rule(this, text) is Fault fault)
                {
                    return fault;
                }
            }
        }

        return null;
    }

    private void Add(Rule rule)
    {
        lock (_lock)
        {
            _rules.Add(rule);
        }
    }

    private delegate Fault? Rule(FaultPlan plan, string request);
}
