using System;
using System.Linq;
using ComfyDeps.Verification;

namespace ComfyDeps.Operations;

/// <summary>The results for what a registry does not have.</summary>
internal static class NotInRegistry
{
    /// <summary>
    /// The result for an object of the pipeline; null where it is about nothing that a registry can have.
    /// </summary>
    /// <param name="item">The object.</param>
    /// <param name="path">The registry's file, or null where there is none.</param>
    internal static VerificationResult? Of(object item, string? path) => item switch
    {
        WorkflowDependency { Kind: DependencyKind.Node } node => OfClass(node, path),
        WorkflowDependency model => OfModel(model, path),
        NodePack pack => Plain(DependencyKind.Node, pack.Name, path),
        NodeVersion version => Plain(DependencyKind.Node, version.Pack, path),
        ModelVersion version => Plain(DependencyKind.Model, Join(version.Folder, version.Name), path),
        InstalledItem { Kind: DependencyKind.Node or DependencyKind.Model } found
            => Plain(found.Kind, found.Name, path),
        RegistryEntry entry => Plain(entry.Kind, entry.Name, path),
        _ => null,
    };

    private static VerificationResult OfClass(WorkflowDependency node, string? path)
    {
        if (node.Pack is string pack && node.Status != DependencyStatus.Ambiguous)
        {
            return Result(
                DependencyKind.Node,
                pack,
                PinCode.NoEntry,
                $"{Where(path)} has no entry for '{pack}', which '{node.Name}' of {node.Workflow} comes from.",
                "Pipe it to Update-ComfyRegistry.");
        }

        return node.Status == DependencyStatus.Ambiguous
            ? Result(
                DependencyKind.Node,
                node.Name,
                PinCode.Ambiguous,
                $"'{node.Name}' of {node.Workflow} can come from "
                    + $"{string.Join(", ", node.Alternatives.Take(4))}: nobody has decided.",
                "Decide with Set-ComfyRegistryEntry -Class … -Pack ….")
            : Result(
                DependencyKind.Node,
                node.Name,
                PinCode.Unresolved,
                $"Nobody is known to provide '{node.Name}' of {node.Workflow}.",
                "Find-ComfyNodePack looks for it; Set-ComfyRegistryEntry -Class … -Pack … says where it comes from.");
    }

    private static VerificationResult OfModel(WorkflowDependency model, string? path)
    {
        string name = Join(model.Folder, model.Name.Replace('\\', '/'));
        return model.SourceUrl is null && model.Alternatives.Count == 0
            ? Result(
                DependencyKind.Model,
                name,
                PinCode.Unresolved,
                $"{Where(path)} has no entry for '{name}' of {model.Workflow}, and no place is known where it can be "
                    + "had.",
                "Set-ComfyRegistryEntry -Model … -Uri … says where it comes from.")
            : Result(
                DependencyKind.Model,
                name,
                model.Status == DependencyStatus.Ambiguous ? PinCode.Ambiguous : PinCode.NoEntry,
                $"{Where(path)} has no entry for '{name}' of {model.Workflow}.",
                "Pipe it to Update-ComfyRegistry.");
    }

    private static VerificationResult Plain(DependencyKind kind, string name, string? path)
        => Result(
            kind,
            name,
            PinCode.NoEntry,
            $"{Where(path)} has no entry for '{name}'.",
            "Pipe it to Update-ComfyRegistry.");

    private static VerificationResult Result(DependencyKind kind, string name, string code, string message, string hint)
        => new()
        {
            Kind = kind,
            Name = name,
            Status = VerificationStatus.NotInRegistry,
            Code = code,
            Message = message,
            Hint = hint,
            CheckedAt = DateTimeOffset.UtcNow,
        };

    private static string Where(string? path)
        => path is null ? "No registry is there, so it" : $"The registry '{path}'";

    private static string Join(string? folder, string name) => folder is null ? name : $"{folder}/{name}";
}
