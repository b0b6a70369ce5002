using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ComfyDeps.Sources;

namespace ComfyDeps.Operations;

/// <summary>Says what of the answers to a question is given, and what is said about the rest.</summary>
internal sealed class ModelReport
{
    private readonly IReporter _reporter;
    private readonly ModelSources _sources;
    private readonly HashSet<string> _gated = new(StringComparer.Ordinal);
    private bool _hasToldBadToken;

    /// <summary>Reports for one run.</summary>
    /// <param name="reporter">Hears it.</param>
    /// <param name="sources">Where was asked.</param>
    internal ModelReport(IReporter reporter, ModelSources sources)
    {
        _reporter = reporter;
        _sources = sources;
    }

    /// <summary>The files that are given for a question. Finding none is an error, but for a wildcard.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answers">One answer for each of its places.</param>
    internal IEnumerable<ModelVersion> Judge(
        ModelQuestion question,
        IReadOnlyList<Answer<IReadOnlyList<ModelVersion>>> answers)
    {
        WarnOfBadToken();
        bool isFound = false;
        foreach (Answer<IReadOnlyList<ModelVersion>> answer in answers)
        {
            bool isOld = answer is { Kind: AnswerKind.Undetermined, LastKnown: AnswerKind.Exists, Value: not null };
            if (isOld)
            {
                _reporter.Warning(string.Create(
                    CultureInfo.InvariantCulture,
                    $"What is told about '{question.Name}' is from {answer.AskedAt:u}: {answer.Reason}"));
            }

            foreach (ModelVersion version in answer.Exists || isOld ? answer.Value! : [])
            {
                isFound = true;
                WarnOfGate(version);
                yield return version;
            }
        }

        if (!isFound)
        {
            Fail(question, answers);
            yield break;
        }

        foreach (Answer<IReadOnlyList<ModelVersion>> answer in answers)
        {
            TellWhyNone(answer);
        }
    }

    private void WarnOfBadToken()
    {
        if (_sources.HasBadHubToken && !_hasToldBadToken)
        {
            _hasToldBadToken = true;
            _reporter.Warning("Hugging Face does not accept the token in HF_TOKEN; it was asked without it.");
        }
    }

    /// <summary>Of a place with nothing to give, where another one had something.</summary>
    private void TellWhyNone(Answer<IReadOnlyList<ModelVersion>> answer)
    {
        if (answer.Exists || answer.LastKnown is not null)
        {
            return;
        }

        if (answer.Kind == AnswerKind.DoesNotExist)
        {
            _reporter.Detail(answer.Reason!);
        }
        else
        {
            _reporter.Warning(answer.Reason!);
        }
    }

    private void Fail(ModelQuestion question, IReadOnlyList<Answer<IReadOnlyList<ModelVersion>>> answers)
    {
        if (answers.Count == 0)
        {
            if (!question.IsWildcard)
            {
                _reporter.Error(new ComfyDepsException(
                    ErrorCode.NotFound,
                    $"No place is known where the model file '{question.Name}' can be had.",
                    question.Name,
                    "Give its address with -Uri, try a wildcard, or refresh the facts with Update-ComfyCatalog."));
            }

            return;
        }

        // What could not be asked weighs most: then nobody knows that the file is nowhere.
        Answer<IReadOnlyList<ModelVersion>> worst =
            answers.FirstOrDefault(static answer => answer.Kind == AnswerKind.Undetermined)
            ?? answers.FirstOrDefault(static answer => answer.Kind == AnswerKind.Inaccessible)
            ?? answers[0];
        _reporter.Error(worst.ToException(question.Name));
        foreach (Answer<IReadOnlyList<ModelVersion>> other in answers.Where(answer => answer != worst))
        {
            _reporter.Detail(other.Reason!);
        }
    }

    private void WarnOfGate(ModelVersion version)
    {
        if (version is { IsGated: true, Source: SourceKind.HuggingFace, Repository: string repository }
            && !_sources.HasHubToken
            && _gated.Add(repository))
        {
            _reporter.Warning(
                $"The Hugging Face repository '{repository}' is gated: accept its licence at "
                    + $"https://huggingface.co/{repository}, "
                + "and set HF_TOKEN, before its files are downloaded.");
        }
    }
}
