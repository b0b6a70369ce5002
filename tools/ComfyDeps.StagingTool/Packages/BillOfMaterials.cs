using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ComfyDeps.StagingTool.Packages;

/// <summary>
/// What is shipped, as a CycloneDX 1.6 bill of materials. Serial number and time are left out, which the format allows:
/// the same packages give the same bytes.
/// </summary>
internal static class BillOfMaterials
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static void Write(IReadOnlyList<Package> packages, string name, string version, string file)
    {
        string own = Address(name, version);
        JsonObject bill = new()
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["component"] = new JsonObject
                {
                    ["type"] = "application",
                    ["bom-ref"] = own,
                    ["name"] = name,
                    ["version"] = version,
                    ["licenses"] = Licenses("MIT"),
                    ["purl"] = own,
                },
            },
            ["components"] = new JsonArray([.. packages.Select(Component)]),
            ["dependencies"] = new JsonArray(
                [Dependency(own, packages), .. packages.Select(package => Dependency(package, packages))]),
        };
        File.WriteAllText(file, bill.ToJsonString(s_options) + "\n");
    }

    private static JsonObject Component(Package package)
    {
        JsonObject component = new()
        {
            ["type"] = "library",
            ["bom-ref"] = Address(package),
            ["authors"] = new JsonArray(new JsonObject { ["name"] = package.Authors }),
            ["name"] = package.Id,
            ["version"] = package.Version,
            ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = package.Sha512 }),
            ["licenses"] = package.License is string license
                ? Licenses(license)
                : new JsonArray(new JsonObject
                {
                    ["license"] = new JsonObject
                    {
                        ["name"] = $"The licence of {package.Id}",
                        ["text"] = new JsonObject { ["content"] = package.LicenseText },
                    },
                }),
            ["copyright"] = package.Copyright,
            ["purl"] = Address(package),
        };
        JsonArray references =
        [
            .. new[] { ("website", package.Project), ("vcs", package.Repository) }
                .Where(static one => Uri.IsWellFormedUriString(one.Item2, UriKind.Absolute))
                .Select(static one => new JsonObject { ["type"] = one.Item1, ["url"] = one.Item2 }),
        ];
        if (references.Count > 0)
        {
            component["externalReferences"] = references;
        }

        return component;
    }

    /// <summary>An expression of one licence is its id.</summary>
    private static JsonArray Licenses(string expression)
        => expression.Contains(' ', StringComparison.Ordinal)
            ? [new JsonObject { ["expression"] = expression }]
            : [new JsonObject { ["license"] = new JsonObject { ["id"] = expression } }];

    /// <summary>The module needs all that no other package brings.</summary>
    private static JsonObject Dependency(string own, IReadOnlyList<Package> packages)
        => Dependency(own, packages.Where(package => !packages.Any(other => Needs(other, package))));

    private static JsonObject Dependency(Package package, IReadOnlyList<Package> packages)
        => Dependency(Address(package), packages.Where(other => Needs(package, other)));

    private static JsonObject Dependency(string address, IEnumerable<Package> needed)
        => new()
        {
            ["ref"] = address,
            ["dependsOn"] = new JsonArray([.. needed.Select(static one => JsonValue.Create(Address(one)))]),
        };

    private static bool Needs(Package package, Package other)
        => package != other && package.Dependencies.Contains(other.Id, StringComparer.OrdinalIgnoreCase);

    private static string Address(Package package) => Address(package.Id, package.Version);

    private static string Address(string name, string version) => $"pkg:nuget/{name}@{version}";
}
