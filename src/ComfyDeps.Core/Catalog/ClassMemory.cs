using System;
using ComfyDeps.Workflows;

namespace ComfyDeps.Catalog;

/// <summary>
/// What was found out about one class in the workflows so far: who claims it, the answer that no workflow can change,
/// and what each record beside it means. Safe to use from many threads at once.
/// </summary>
/// <param name="known">What the catalog knows about the class, or null.</param>
internal sealed class ClassMemory(CatalogClass? known)
{
    /// <summary>Records that differ more often than this are judged each time.</summary>
    private const int Most = 64;

    private (string? CnrId, string? AuxId, ClassAnswer? Answer)[] _judged = [];

    /// <summary>What the catalog knows about the class, or null.</summary>
    internal CatalogClass? Known => known;

    /// <summary>The answer that nothing in a workflow changes, once it is known.</summary>
    internal ClassAnswer? Plain { get; set; }

    /// <summary>What a record means: judged once, as its version says nothing about the pack.</summary>
    /// <param name="record">The record.</param>
    /// <param name="judge">Judges it.</param>
    internal ClassAnswer? Judge(RecordedPack record, Func<ClassAnswer?> judge)
    {
        // An array that is only ever replaced, and nearly always of one or two: looking through it takes no lock.
        (string? CnrId, string? AuxId, ClassAnswer? Answer)[] judged = _judged;
        foreach ((string? cnrId, string? auxId, ClassAnswer? answer) in judged)
        {
            if (cnrId == record.CnrId && auxId == record.AuxId)
            {
                return answer;
            }
        }

        ClassAnswer? found = judge();
        if (judged.Length < Most)
        {
            _judged = [.. judged, (record.CnrId, record.AuxId, found)];
        }

        return found;
    }
}
