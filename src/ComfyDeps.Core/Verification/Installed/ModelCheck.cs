using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Inspection;

namespace ComfyDeps.Verification.Installed;

/// <summary>
/// Compares model files with what they should be while they come. A file that is to be there under several names is
/// good when it is under each of them, with the same content.
/// </summary>
internal sealed class ModelCheck
{
    private readonly Judgement _judgement;
    private readonly FileJudge _files;
    private readonly List<Progress> _models = [];
    private readonly Dictionary<string, (Progress Model, ExpectedPlace Place)> _at = new(StringComparer.Ordinal);

    /// <summary>Prepares to compare.</summary>
    /// <param name="models">What should be there.</param>
    /// <param name="judgement">Makes results.</param>
    /// <param name="files">Compares one file.</param>
    internal ModelCheck(IReadOnlyList<ExpectedModel> models, Judgement judgement, FileJudge files)
    {
        _judgement = judgement;
        _files = files;
        foreach (ExpectedModel model in models)
        {
            Progress progress = new(model);
            _models.Add(progress);
            foreach (ExpectedPlace place in model.At)
            {
                foreach (string spelling in place.Spellings)
                {
                    _at.TryAdd(spelling, (progress, place));
                }
            }
        }
    }

    /// <summary>What can be said now that a file is known; null where nothing was expected at its place.</summary>
    /// <param name="item">The file.</param>
    internal IEnumerable<VerificationResult>? Take(InspectedItem item)
        => _at.TryGetValue(item.Item.Name, out (Progress Model, ExpectedPlace Place) at)
            ? Judge(at.Model, at.Place, item)
            : null;

    /// <summary>What is missing, when all files are known.</summary>
    /// <param name="others">The files that nothing was expected at.</param>
    internal IEnumerable<VerificationResult> End(IReadOnlyCollection<InspectedItem> others)
        => _models.SelectMany(
            model => model.Seen.Count == 0 ? [_files.Missing(model.Expected, others)] : MissingNames(model));

    private List<VerificationResult> Judge(Progress model, ExpectedPlace place, InspectedItem item)
    {
        bool isFirst = model.Seen.Count == 0;
        bool counts = model.Seen.TryAdd(place, item.Item.Name) && (model.HasDue ? place.IsDue : isFirst);

        // What another file hides, and what is under a name that nobody uses: only what is wrong whatever should be
        // there.
        VerificationResult[] found =
        [
            .. counts
                ? _files.Judge(model.Expected, item)
                : _judgement.OfFindings(model.Expected.Name, item, Expectations.Pin(model.Expected)),
        ];
        if (counts && found.FirstOrDefault(static result => result.IsOk) is VerificationResult good)
        {
            model.Good ??= good;
        }

        // One file under two names has one fault.
        List<VerificationResult> told =
        [
            .. found.Where(result => !result.IsOk && model.Told.Add((result.Code, result.Actual)))
                .Select(result => item.Item.Name == model.Expected.Name ? result : At(item.Item.Name, result)),
        ];
        if (model.IsComplete && model.Told.Count == 0 && model.Good is VerificationResult verdict)
        {
            model.Good = null;
            told.Add(verdict);
        }

        return told;
    }

    private IEnumerable<VerificationResult> MissingNames(Progress model)
        => model.Expected.Due.Where(place => !model.Seen.ContainsKey(place)).Select(place => _judgement.Of(
            DependencyKind.Model, model.Expected.Name, VerificationStatus.Missing, InstallationCode.NotInstalled,
            $"The file is not there under the name '{place.Name}'; it is there as '{model.Seen.Values.First()}'.",
            Expectations.Pin(model.Expected),
            model.Seen.Values.First(),
            "Run the install script, which puts it there under each of its names."));

    private VerificationResult At(string place, VerificationResult result)
        => _judgement.Of(
            result.Kind,
            result.Name,
            result.Status,
            result.Code!,
            $"At '{place}': {result.Message}",
            result.Expected,
            result.Actual,
            result.Hint);

    /// <summary>How far one file is known.</summary>
    private sealed class Progress(ExpectedModel expected)
    {
        internal ExpectedModel Expected => expected;

        internal bool HasDue { get; } = expected.Due.Any();

        /// <summary>The names under which there is a file, each with the place at which that is.</summary>
        internal Dictionary<ExpectedPlace, string> Seen { get; } = [];

        /// <summary>What was told as wrong: the reason, and what is there.</summary>
        internal HashSet<(string? Code, string? Actual)> Told { get; } = [];

        /// <summary>What is told when nothing is wrong.</summary>
        internal VerificationResult? Good { get; set; }

        internal bool IsComplete => HasDue ? expected.Due.All(Seen.ContainsKey) : Seen.Count > 0;
    }
}
