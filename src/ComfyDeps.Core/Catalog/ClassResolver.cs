using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ComfyDeps.Workflows;

namespace ComfyDeps.Catalog;

/// <summary>
/// Says which pack provides each class of a workflow: what a person decided, what the workflow recorded, ComfyUI
/// itself, the only claimant, a choice among several, and patterns last. Safe to ask from many threads at once.
/// </summary>
internal sealed class ClassResolver
{
    private const double EnoughToSpeak = 0.5;

    private static readonly Dictionary<CatalogPack, int> s_noContext = [];

    private readonly NodeCatalog _catalog;
    private readonly IDecisions? _decisions;
    private readonly bool _ignoreRecorded;
    private readonly RecordedPacks _recorded;
    private readonly ConcurrentDictionary<string, ClassMemory> _memory = new(StringComparer.Ordinal);

    /// <summary>Resolves by a catalog's facts.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="decisions">What a person decided, or null.</param>
    /// <param name="ignoreRecorded">Whether what workflows recorded does not count.</param>
    internal ClassResolver(NodeCatalog catalog, IDecisions? decisions = null, bool ignoreRecorded = false)
    {
        _catalog = catalog;
        _decisions = decisions;
        _ignoreRecorded = ignoreRecorded;
        _recorded = new RecordedPacks(catalog);
    }

    /// <summary>Resolves the distinct classes of one workflow.</summary>
    /// <param name="questions">The classes, with what the workflow recorded for each.</param>
    /// <returns>The answers, in the same order.</returns>
    internal IReadOnlyList<ClassAnswer> Resolve(IReadOnlyList<ClassQuestion> questions)
    {
        ClassAnswer?[] answers = new ClassAnswer?[questions.Count];
        List<int> open = [];
        for (int i = 0; i < answers.Length; i++)
        {
            answers[i] = Decided(questions[i].ClassType)
                ?? Recorded(questions[i])
                ?? Listed(questions[i].ClassType)
                ?? Plain(questions[i].ClassType);
            if (answers[i] is null)
            {
                open.Add(i);
            }
        }

        if (open.Count > 0)
        {
            Dictionary<CatalogPack, int> context = Context(answers);
            foreach (int i in open)
            {
                answers[i] = Ranked(questions[i].ClassType, Known(questions[i].ClassType)!, context);
            }
        }

        return answers!;
    }

    /// <summary>Whether a record, if it can be true of a class, means a given pack.</summary>
    /// <param name="record">What the workflow recorded.</param>
    /// <param name="classType">The class of the node that it was recorded for.</param>
    /// <param name="pack">The pack's id.</param>
    internal bool AgreesWith(RecordedPack record, string classType, string pack)
        => Judged(record, classType)?.Pack == pack;

    private static ClassAnswer Core(
        string classType,
        DependencyStatus status,
        ResolutionSource by,
        double confidence,
        string why)
        => new() { ClassType = classType, Status = status, ResolvedBy = by, Confidence = confidence, Evidence = why };

    private ClassMemory Memory(string classType)
        => _memory.GetOrAdd(classType, static (name, catalog) => new ClassMemory(catalog.FindClass(name)), _catalog);

    private CatalogClass? Known(string classType) => Memory(classType).Known;

    private ClassAnswer? Decided(string classType)
        => _decisions?.PackOf(classType) is string id ? Chosen(classType, id, "decided in the registry") : null;

    /// <summary>What the registry lists for a class that is not ComfyUI's own.</summary>
    private ClassAnswer? Listed(string classType)
        => _decisions?.PackListing(classType) is string id
            && (Known(classType)?.Flags ?? ClassFlags.None) == ClassFlags.None
            ? Chosen(classType, id, "listed in the registry")
            : null;

    private ClassAnswer Chosen(string classType, string id, string evidence)
    {
        CatalogPack? pack = _catalog.FindPack(id, out _);
        return new ClassAnswer
        {
            ClassType = classType,
            Status = DependencyStatus.Resolved,
            Pack = id,
            Provider = pack,
            PackUrl = _decisions!.RepositoryOf(id)
                ?? pack?.Url
                ?? (RepositoryAddress.IsOwnerAndRepository(id) ? new Uri(RepositoryAddress.OnGitHub(id)) : null),
            ResolvedBy = ResolutionSource.Registry,
            Confidence = 1,
            Alternatives = Others(Known(classType), id),
            Evidence = evidence,
        };
    }

    private ClassAnswer? Recorded(ClassQuestion question)
        => _ignoreRecorded || question.Recorded.Count == 0 ? null
            : question.Recorded.Count > 1 ? Judged(question)
            : Judged(question.Recorded[0], question.ClassType);

    /// <summary>One record for a class means the same in every workflow: it is judged once.</summary>
    private ClassAnswer? Judged(RecordedPack record, string classType)
        => Memory(classType).Judge(record, () => Judged(new ClassQuestion(classType, [record])));

    private ClassAnswer? Judged(ClassQuestion question)
    {
        CatalogClass? known = Known(question.ClassType);
        List<RecordedPacks.Meaning> meanings = _recorded.Judge(question, known);
        if (meanings.Count == 0)
        {
            return null;
        }

        RecordedPacks.Meaning first = meanings[0];
        if (first == RecordedPacks.Meaning.Core)
        {
            return known is null
                ? Core(
                    question.ClassType,
                    DependencyStatus.Core,
                    ResolutionSource.Workflow,
                    0.8,
                    "recorded as comfy-core, and nobody else claims it")
                : null;
        }

        CatalogClaim? claim = known?.Claims.FirstOrDefault(c => c.Pack == first.Pack);
        return new ClassAnswer
        {
            ClassType = question.ClassType,
            Status = claim is not null && IsScript(claim) ? DependencyStatus.Frontend : DependencyStatus.Resolved,
            Pack = first.Id,
            Provider = first.Pack,
            PackUrl = first.Url,
            ResolvedBy = ResolutionSource.Workflow,
            Confidence = meanings.Count > 1 ? 0.7 : claim is not null ? 1 : first.Pack is not null ? 0.9 : 0.8,
            Alternatives =
            [
                .. meanings.Skip(1).Where(static m => m.Id is not null).Select(static m => m.Id!)
                    .Union(Others(known, first.Id), StringComparer.Ordinal),
            ],
            LastCommit = claim?.LastCommit,
            Evidence = "recorded in the workflow",
        };
    }

    /// <summary>
    /// The answer that no other class of the workflow can change, or null when there is a choice to make.
    /// </summary>
    private ClassAnswer? Plain(string classType)
    {
        ClassMemory memory = Memory(classType);
        if (memory.Plain is ClassAnswer answer)
        {
            return answer;
        }

        CatalogClass? known = memory.Known;
        if (known is not null && known.Claims.Length > 1 && known.Flags == ClassFlags.None)
        {
            return null;
        }

        answer = known switch
        {
            null => ByPattern(classType),
            { Flags: ClassFlags flags } when (flags & ClassFlags.Core) != 0
                => Core(classType, DependencyStatus.Core, ResolutionSource.Catalog, 1, "a class of ComfyUI itself"),
            { Flags: ClassFlags flags } when (flags & ClassFlags.Frontend) != 0
                => Core(
                    classType,
                    DependencyStatus.Frontend,
                    ResolutionSource.Catalog,
                    1,
                    "a class of ComfyUI's front end"),
            { Claims.Length: 1 } => Ranked(classType, known, s_noContext),
            _ => ByPattern(classType),
        };
        memory.Plain = answer;
        return answer;
    }

    /// <summary>How many of the workflow's answers speak for each pack.</summary>
    private static Dictionary<CatalogPack, int> Context(ClassAnswer?[] answers)
    {
        Dictionary<CatalogPack, int> context = [];
        foreach (ClassAnswer? answer in answers)
        {
            if (answer?.Provider is CatalogPack pack && answer.Confidence >= EnoughToSpeak)
            {
                context[pack] = context.GetValueOrDefault(pack) + 1;
            }
        }

        return context;
    }

    private static ClassAnswer Ranked(string classType, CatalogClass known, Dictionary<CatalogPack, int> context)
    {
        List<(CatalogClaim Claim, double Weight)> ranking = ClaimRanking.Rank(classType, known.Claims, context);
        CatalogClaim first = ranking[0].Claim;
        bool clear = ClaimRanking.IsClear(ranking);
        return new ClassAnswer
        {
            ClassType = classType,
            Status = !clear
                ? DependencyStatus.Ambiguous
                : IsScript(first) ? DependencyStatus.Frontend
                : DependencyStatus.Resolved,
            Pack = clear ? first.Pack.Id : null,
            Provider = clear ? first.Pack : null,
            PackUrl = clear ? first.Pack.Url : null,
            ResolvedBy = clear ? ResolutionSource.Catalog : ResolutionSource.None,
            Confidence = Math.Round(ClaimRanking.Confidence(ranking), 2),
            Alternatives = [.. known.Claims.Select(static c => c.Pack.Id).Where(id => !clear || id != first.Pack.Id)],
            LastCommit = clear ? first.LastCommit : null,
            Evidence = Why(known, ranking, context),
        };
    }

    private static string Why(
        CatalogClass known,
        List<(CatalogClaim Claim, double Weight)> ranking,
        Dictionary<CatalogPack, int> context)
    {
        CatalogPack pack = ranking[0].Claim.Pack;
        string dropped = (ranking[0].Claim.Flags & ClaimFlags.Dropped) != 0
            ? $" had it until {ranking[0].Claim.LastDate}, and nobody has it now"
            : string.Empty;
        if (known.Claims.Length == 1)
        {
            return dropped.Length > 0 ? pack.Id + dropped : $"{pack.Id} alone claims it";
        }

        int companions = context.GetValueOrDefault(pack);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{known.Claims.Length} packs claim it; {pack.Id} ({pack.Stars ?? 0} stars, {companions} other classes "
                + $"here) is likeliest{dropped}");
    }

    private ClassAnswer ByPattern(string classType)
    {
        CatalogPack[] packs = [.. _catalog.FindByPattern(classType).OrderByDescending(static p => p.Stars ?? 0)];
        if (packs.Length == 0)
        {
            return Core(
                classType, DependencyStatus.Unresolved, ResolutionSource.None, 0, "no pack is known to provide it");
        }

        return new ClassAnswer
        {
            ClassType = classType,
            Status = DependencyStatus.Resolved,
            Pack = packs[0].Id,
            Provider = packs[0],
            PackUrl = packs[0].Url,
            ResolvedBy = ResolutionSource.Pattern,
            Confidence = packs.Length == 1 ? 0.8 : 0.6,
            Alternatives = [.. packs.Skip(1).Select(static p => p.Id)],
            Evidence = $"its name has the form of {packs[0].Id}'s classes",
        };
    }

    private static bool IsScript(CatalogClaim claim)
        => (claim.Flags & (ClaimFlags.Script | ClaimFlags.Source | ClaimFlags.Listed)) == ClaimFlags.Script;

    private static IEnumerable<string> OtherIds(CatalogClass? known, string? id)
        => known is null ? [] : known.Claims.Select(static c => c.Pack.Id).Where(other => other != id);

    private static string[] Others(CatalogClass? known, string? id) => [.. OtherIds(known, id)];
}
