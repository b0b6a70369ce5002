using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Inspection;
using ComfyDeps.Inspection.Python;

namespace ComfyDeps.Verification.Installed;

/// <summary>Compares one environment with what it should hold, while its items come.</summary>
internal sealed class InstallationCheck
{
    private readonly Expectations _expected;
    private readonly Judgement _judgement;
    private readonly PackJudge _packs;
    private readonly ModelCheck _models;
    private readonly HashSet<string> _constrained;
    private readonly List<InspectedItem> _foundPacks = [];
    private readonly List<InspectedItem> _others = [];
    private InspectedItem? _comfyUi;
    private bool _hasJudgedPacks;

    /// <summary>Prepares to compare.</summary>
    /// <param name="expected">What should be there.</param>
    /// <param name="judgement">Makes results.</param>
    /// <param name="isQuick">Whether the sizes of models are enough.</param>
    internal InstallationCheck(Expectations expected, Judgement judgement, bool isQuick)
    {
        _expected = expected;
        _judgement = judgement;
        _packs = new PackJudge(judgement);
        _models = new ModelCheck(expected.Models, judgement, new FileJudge(judgement, isQuick));
        _constrained = [.. RequirementList.Parse(expected.Constraints).Select(static requirement => requirement.Name)];
    }

    /// <summary>
    /// Compares, and tells each result when it is known; what is missing, and what is there besides, at the end.
    /// </summary>
    /// <param name="items">What the environment holds: ComfyUI, packs, distributions, models.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal async IAsyncEnumerable<VerificationResult> RunAsync(
        IAsyncEnumerable<InspectedItem> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (InspectedItem item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            item.ToInstalledItem();
            foreach (VerificationResult result in Take(item))
            {
                yield return result;
            }
        }

        foreach (VerificationResult result in JudgePacks().Concat(End()))
        {
            yield return result;
        }
    }

    private IEnumerable<VerificationResult> Take(InspectedItem item)
    {
        switch (item.Item.Kind)
        {
            case DependencyKind.ComfyUI:
                _comfyUi = item;
                return [];
            case DependencyKind.Node:
                _foundPacks.Add(item);
                return [];
            case DependencyKind.Python:
                return JudgePacks().Concat(Distribution(item));
            case DependencyKind.Model:
                return JudgePacks().Concat(Model(item));
            default:
                return [];
        }
    }

    /// <summary>All packs are known before the first of them is judged: one can be there twice.</summary>
    private List<VerificationResult> JudgePacks()
    {
        if (_hasJudgedPacks)
        {
            return [];
        }

        _hasJudgedPacks = true;
        List<VerificationResult> results = [.. _packs.Judge(_expected.ComfyUi, _comfyUi)];
        HashSet<InspectedItem> known = new(ReferenceEqualityComparer.Instance);
        foreach (ExpectedPack pack in _expected.Packs)
        {
            List<InspectedItem> found = _foundPacks.FindAll(item => pack.IsAbout(item.Item));
            known.UnionWith(found);
            results.AddRange(_packs.Judge(pack, found));
        }

        results.AddRange(_expected.UnknownClasses.Select(name => _judgement.Of(
            DependencyKind.Node, name, VerificationStatus.NotInRegistry, InstallationCode.NotListed,
            "No pack is known that provides this class.",
            hint: "Decide with Set-ComfyRegistryEntry -Class … -Pack …")));
        results.AddRange(_judgement.OfUnlisted(_expected));
        _others.AddRange(_foundPacks.Where(item => !known.Contains(item) && item.Item.Enabled));
        return results;
    }

    private IEnumerable<VerificationResult> Distribution(InspectedItem item)
        => item.Findings.Count > 0 ? _judgement.OfFindings(item.Item.Name, item, null)
            : _constrained.Contains(PythonName.Normalize(item.Item.Name) ?? item.Item.Name)
                ?
                [
                    _judgement.Of(
                        DependencyKind.Python,
                        item.Item.Name,
                        VerificationStatus.Verified,
                        InstallationCode.Found,
                        null,
                        item.Item.Version, item.Item.Version),
                ]
                : [];

    private IEnumerable<VerificationResult> Model(InspectedItem item)
    {
        if (_models.Take(item) is IEnumerable<VerificationResult> results)
        {
            return results;
        }

        _others.Add(item);
        return [];
    }

    private IEnumerable<VerificationResult> End()
    {
        foreach (VerificationResult result in _models.End(_others))
        {
            yield return result;
        }

        foreach (InspectedItem item in _expected.TellsExtra ? _others : [])
        {
            if (item.Findings.Count > 0)
            {
                foreach (VerificationResult result in _judgement.OfFindings(item.Item.Name, item, null))
                {
                    yield return result;
                }
            }
            else
            {
                yield return _judgement.Of(
                    item.Item.Kind, item.Item.Name, VerificationStatus.Extra, InstallationCode.NotAskedFor,
                    item.Item.Kind == DependencyKind.Node
                        ? "The pack is there, and the registry does not have it."
                        : "The file is there, and the registry does not have it.",
                    null,
                    item.Item.Commit ?? item.Item.Version,
                    "Remove it, or take it into the registry with Update-ComfyRegistry.");
            }
        }
    }
}
