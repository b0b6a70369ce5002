using System.Collections.Generic;
using ComfyDeps.Sources.HuggingFace;

namespace ComfyDeps.Registry.Rules;

/// <summary>A source is of a kind that there is for such an entry, and has what it takes to ask it.</summary>
internal sealed class SourceRule : IRegistryRule
{
    private const string Datasets = "datasets/";

    /// <inheritdoc/>
    public string Id => "source";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        foreach ((string id, NodeEntry entry) in document.Nodes)
        {
            RegistryPlace place = RegistryPlace.Of("nodes", id, "source");
            string? missing = entry.Source switch
            {
                { Kind: SourceKind.ComfyRegistry, Id: null } => "id",
                { Kind: SourceKind.Git, Url: null } => "url",
                _ => null,
            };
            if (entry.Source.Kind is not (SourceKind.ComfyRegistry or SourceKind.Git))
            {
                yield return new RegistryProblem(place.Then("kind"), "expected comfyRegistry or git for a node pack");
            }
            else if (missing is not null)
            {
                yield return Lacks(place, missing);
            }
        }

        foreach ((string name, ModelEntry entry) in document.Models)
        {
            foreach (RegistryProblem problem in OfModel(RegistryPlace.Of("models", name, "source"), entry))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<RegistryProblem> OfModel(RegistryPlace place, ModelEntry entry)
    {
        PinSource source = entry.Source;
        string? missing = source switch
        {
            { Kind: SourceKind.HuggingFace, Repository: null } => "repository",
            { Kind: SourceKind.HuggingFace, File: null } when entry.Files.IsEmpty => "file",
            { Kind: SourceKind.Civitai, ModelVersionId: null } => "modelVersionId",
            { Kind: SourceKind.Url, Url: null } => "url",
            _ => null,
        };
        if (source.Kind is SourceKind.ComfyRegistry or SourceKind.Git)
        {
            yield return new RegistryProblem(place.Then("kind"), "expected huggingFace, civitai or url for a model");
        }
        else if (missing is not null)
        {
            yield return Lacks(place, missing);
        }

        if (source.Repository is string repository && !IsRepository(repository))
        {
            yield return place.Then("repository").Wrong("a repository such as 'owner/name'", repository);
        }

        if (source.File is string file && !SafePath.IsRelative(file))
        {
            yield return place.Then("file").Wrong("a path in the repository, with slashes and no '..'", file);
        }
    }

    private static bool IsRepository(string text)
        => HuggingFaceAddress.IsRepository(
            text.StartsWith(Datasets, System.StringComparison.Ordinal) ? text[Datasets.Length..] : text);

    private static RegistryProblem Lacks(RegistryPlace place, string field)
        => new(place, $"expected the field '{field}' in it, which is missing");
}
