using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Registry;

namespace ComfyDeps.Planning;

/// <summary>Makes the plan of an installation. Only what is verified gets into it, unless more is allowed.</summary>
internal static class InstallPlanner
{
    private const string NotInRegistry = "NotInRegistry: Update-ComfyRegistry adds it";

    /// <summary>Makes a plan.</summary>
    /// <param name="registry">The registry, with what asking about its pins gave.</param>
    /// <param name="request">What is meant of it.</param>
    /// <exception cref="ComfyDepsException">Something that is meant is not verified:
    /// <see cref="ErrorCode.PinNotVerified"/>.</exception>
    internal static InstallPlan Make(RegistryDocument registry, PlanRequest request)
    {
        PinJudge judge = new(request);
        List<UnverifiedPin> unverified =
            [.. request.Absent.Select(static one => new UnverifiedPin(one.Kind, one.Name, NotInRegistry))];
        List<InstallStep> steps =
        [
            .. request.Absent.Select(
                static one => new RefusedStep(one.Kind) { Name = one.Name, Reason = NotInRegistry }),
        ];
        foreach ((string name, NodeEntry entry) in registry.Nodes.Where(
            pair => IsMeant(request, DependencyKind.Node, pair.Key)))
        {
            UnverifiedPin? doubt = judge.Doubt(DependencyKind.Node, name, entry.Verification, Pins.IsExact(entry));
            unverified.AddRange(doubt is null ? [] : [doubt]);
            steps.Add(
                InstalledState.Compare(PackSteps.Of(name, entry, Reason.Of(entry, doubt?.Reason)), request.Installed));
        }

        foreach ((string name, ModelEntry entry) in registry.Models.Where(
            pair => IsMeant(request, DependencyKind.Model, pair.Key)))
        {
            UnverifiedPin? doubt = judge.Doubt(DependencyKind.Model, name, entry.Verification, Pins.IsExact(entry));
            unverified.AddRange(doubt is null ? [] : [doubt]);
            steps.AddRange(ModelSteps.Of(name, entry, Reason.Of(entry, doubt?.Reason))
                .Select(step => InstalledState.Compare(step, request.Installed)));
        }

        return unverified.Count == 0 || request.AllowUnverified
            ? new InstallPlan { Steps = [.. steps], Unverified = [.. unverified] }
            : throw NotVerified(unverified);
    }

    private static bool IsMeant(PlanRequest request, DependencyKind kind, string name)
        => (request.Only ?? kind) == kind && request.Chosen?.Contains((kind, name)) != false;

    private static ComfyDepsException NotVerified(List<UnverifiedPin> unverified)
    {
        IEnumerable<string> named = unverified.Select(static one => $"{one.Kind} '{one.Name}' ({one.Words})");
        string what = unverified.Count == 1 ? "1 pin is not verified" : $"{unverified.Count} pins are not verified";
        return new ComfyDepsException(
            ErrorCode.PinNotVerified,
            $"{what}: {string.Join("; ", named)}.",
            unverified[0].Name,
            "Run Test-ComfyRegistry to see why and Update-ComfyRegistry -Repair to move pins that are gone; "
                + "-AllowUnverified takes them as they are, and says so in what is written.");
    }
}
