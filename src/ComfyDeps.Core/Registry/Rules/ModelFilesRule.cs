using System;
using System.Collections.Generic;

namespace ComfyDeps.Registry.Rules;

/// <summary>A model is one file with a size and a hash, or a folder of files that each have theirs.</summary>
internal sealed class ModelFilesRule : IRegistryRule
{
    /// <inheritdoc/>
    public string Id => "model-files";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        foreach ((string name, ModelEntry entry) in document.Models)
        {
            if (entry.Files.IsEmpty)
            {
                continue;
            }

            RegistryPlace place = RegistryPlace.Of("models", name);
            if (entry.Sha256 is not null || entry.Size is not null)
            {
                yield return place.Then(entry.Size is null ? "sha256" : "size")
                    .WrongName("either 'files', each with its own, or this");
            }

            HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
            foreach (string path in entry.Files.Keys)
            {
                if (!SafePath.IsRelative(path) || !seen.Add(path))
                {
                    yield return place.Then("files", path)
                        .WrongName(
                            "a safe path below the model's folder, and each path once also where case does not count");
                }
            }
        }
    }
}
