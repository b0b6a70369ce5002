using System;
using System.Collections.Generic;

namespace ComfyDeps.Inspection.Server;

/// <summary>A node class that a running server has.</summary>
internal sealed class ServerClass
{
    private const string PackPrefix = "custom_nodes.";

    /// <summary>Its name, as workflows have it.</summary>
    internal required string Name { get; init; }

    /// <summary>The Python module that it comes from, as the server says; null when it does not.</summary>
    internal string? Module { get; init; }

    /// <summary>Its inputs, without the hidden ones, in the order of the server.</summary>
    internal IReadOnlyList<ServerInput> Inputs { get; init; } = [];

    /// <summary>
    /// The folder or file below <c>custom_nodes</c> that provides it, as it is spelled there; null when none does.
    /// </summary>
    internal string? PackFolder
        => Module is not null
            && Module.Length > PackPrefix.Length
            && Module.StartsWith(PackPrefix, StringComparison.Ordinal)
            ? Module[PackPrefix.Length..]
            : null;

    /// <summary>Where it comes from.</summary>
    internal ClassOrigin Origin
        => PackFolder is not null ? ClassOrigin.Pack
            : Module is not null
                && (Module == "nodes" || IsBelow("comfy_extras") || IsBelow("comfy_api_nodes")) ? ClassOrigin.BuiltIn
            : ClassOrigin.Unknown;

    /// <summary>An input by its name, or null.</summary>
    /// <param name="name">The name.</param>
    internal ServerInput? Input(string name)
    {
        foreach (ServerInput input in Inputs)
        {
            if (input.Name == name)
            {
                return input;
            }
        }

        return null;
    }

    private bool IsBelow(string package)
        => Module!.StartsWith(package, StringComparison.Ordinal)
            && (Module.Length == package.Length || Module[package.Length] == '.');
}
