using System.Collections.Generic;
using System.Linq;

namespace ComfyDeps.Registry.Rules;

/// <summary>The parts of a registry that rules go through, each with its place.</summary>
internal static class RegistryParts
{
    private const string Source = "source";
    private const string Verification = "verification";

    /// <summary>The sources of all packs and models.</summary>
    /// <param name="document">The registry.</param>
    internal static IEnumerable<(RegistryPlace Place, PinSource Source)> Sources(RegistryDocument document)
        => document.Nodes.Select(static entry => (RegistryPlace.Of("nodes", entry.Key, Source), entry.Value.Source))
            .Concat(
                document.Models.Select(
                    static entry => (RegistryPlace.Of("models", entry.Key, Source), entry.Value.Source)));

    /// <summary>The verifications of all packs and models that have one, with whether the pin is exact.</summary>
    /// <param name="document">The registry.</param>
    internal static IEnumerable<(RegistryPlace Place, PinVerification Verification, bool IsPinned)> Verifications(
        RegistryDocument document)
    {
        foreach ((string id, NodeEntry entry) in document.Nodes)
        {
            if (entry.Verification is PinVerification verification)
            {
                yield return (RegistryPlace.Of("nodes", id, Verification), verification, Pins.IsExact(entry));
            }
        }

        foreach ((string name, ModelEntry entry) in document.Models)
        {
            if (entry.Verification is PinVerification verification)
            {
                yield return (RegistryPlace.Of("models", name, Verification), verification, Pins.IsExact(entry));
            }
        }
    }

    /// <summary>A place with what was expected there, and what is there.</summary>
    /// <param name="place">The place.</param>
    /// <param name="expected">What was expected.</param>
    /// <param name="actual">What is there.</param>
    internal static RegistryProblem Wrong(this RegistryPlace place, string expected, string actual)
        => new(place, $"expected {expected}, not {RegistryPlace.Shown(actual)}");

    /// <summary>The name at a place with what was expected for it.</summary>
    /// <param name="place">The place.</param>
    /// <param name="expected">What was expected.</param>
    internal static RegistryProblem WrongName(this RegistryPlace place, string expected)
        => new(place, $"expected {expected}", IsAboutName: true);
}
