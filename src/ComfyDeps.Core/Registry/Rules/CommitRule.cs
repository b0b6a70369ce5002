using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Sources.Git;

namespace ComfyDeps.Registry.Rules;

/// <summary>A commit is whole: what begins like it, a tag and a branch can come to mean another one.</summary>
internal sealed class CommitRule : IRegistryRule
{
    private const string Expected = "a full commit of 40 or 64 hex digits in lower case";

    /// <inheritdoc/>
    public string Id => "commit";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        if (document.Environment.ComfyUi is ComfyUiPin comfy && !GitObjectId.IsFull(comfy.Commit))
        {
            yield return RegistryPlace.Of("environment", "comfyui", "commit").Wrong(Expected, comfy.Commit);
        }

        foreach ((RegistryPlace place, PinSource source) in RegistryParts.Sources(document)
            .Where(static part => part.Source.Commit is string commit && !GitObjectId.IsFull(commit)))
        {
            yield return place.Then("commit").Wrong(Expected, source.Commit!);
        }
    }
}
