using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace ComfyDeps.StagingTool.Help;

/// <summary>Reads the cmdlets of an assembly without running any of it.</summary>
internal static class CmdletReader
{
    private const string Namespace = "System.Management.Automation.";
    private const string AllSets = "__AllParameterSets";

    private static readonly Dictionary<string, string> s_shortNames = new(StringComparer.Ordinal)
    {
        ["System.Boolean"] = "bool",
        ["System.Collections.Hashtable"] = "hashtable",
        ["System.Double"] = "double",
        ["System.Int32"] = "int",
        ["System.Int64"] = "long",
        ["System.Management.Automation.PSCredential"] = "pscredential",
        ["System.Management.Automation.PSObject"] = "psobject",
        ["System.Management.Automation.SwitchParameter"] = "switch",
        ["System.Object"] = "object",
        ["System.String"] = "string",
        ["System.TimeSpan"] = "timespan",
        ["System.Uri"] = "uri",
    };

    /// <summary>The cmdlets of an assembly, by name.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="references">All that it refers to.</param>
    internal static IReadOnlyList<CmdletFacts> Read(string assembly, IEnumerable<string> references)
    {
        using MetadataLoadContext context = new(
            new PathAssemblyResolver(references.Append(assembly).DistinctBy(Path.GetFileName)),
            coreAssemblyName: "System.Runtime");
        return
        [
            .. context.LoadFromAssemblyPath(assembly).GetExportedTypes()
                .Where(static type => Find(type, "CmdletAttribute") is not null)
                .Select(Cmdlet)
                .OrderBy(static cmdlet => cmdlet.Name, StringComparer.Ordinal),
        ];
    }

    private static CmdletFacts Cmdlet(Type type)
    {
        CustomAttributeData cmdlet = Find(type, "CmdletAttribute")!;
        List<ParameterFacts> parameters =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(static property => property.CustomAttributes.Any(Is("ParameterAttribute")))
                .OrderByDescending(static property => Depth(property.DeclaringType!))
                .ThenBy(static property => property.MetadataToken)
                .Select(Parameter),
        ];
        if (Named(cmdlet, "SupportsShouldProcess") is true)
        {
            parameters.Add(Common("WhatIf", "wi"));
            parameters.Add(Common("Confirm", "cf"));
        }

        return new CmdletFacts(
            (string)cmdlet.ConstructorArguments[0].Value!,
            (string)cmdlet.ConstructorArguments[1].Value!,
            (string?)Named(cmdlet, "DefaultParameterSetName"),
            parameters);
    }

    /// <summary>
    /// How far from the root a type is: the engine tells a class's own parameters before those that it inherits.
    /// </summary>
    private static int Depth(Type type) => type.BaseType is Type parent ? Depth(parent) + 1 : 0;

    private static ParameterFacts Common(string name, string alias)
        => new(
            name, "switch", [alias], TakesWildcards: false, [], [new ParameterPlace(null, false, null, false, false)]);

    private static ParameterFacts Parameter(PropertyInfo property)
        => new(
            property.Name,
            TypeName(property.PropertyType),
            Texts(property, "AliasAttribute"),
            property.CustomAttributes.Any(Is("SupportsWildcardsAttribute")),
            Values(property),
            [.. property.CustomAttributes.Where(Is("ParameterAttribute")).Select(Place)]);

    private static ParameterPlace Place(CustomAttributeData parameter)
        => new(
            Named(parameter, "ParameterSetName") is string set && set != AllSets ? set : null,
            Named(parameter, "Mandatory") is true,
            Named(parameter, "Position") is int position and >= 0 ? position : null,
            Named(parameter, "ValueFromPipeline") is true,
            Named(parameter, "ValueFromPipelineByPropertyName") is true);

    /// <summary>The only values that a parameter takes: those of its set, or of its enumeration.</summary>
    private static IReadOnlyList<string> Values(PropertyInfo property)
    {
        Type type = Item(property.PropertyType);
        return type.IsEnum ? [
            .. type.GetFields().Where(static field => field.IsLiteral).Select(static field => field.Name),
        ]
            : Texts(property, "ValidateSetAttribute");
    }

    private static string TypeName(Type type)
    {
        string suffix = type.IsArray ? "[]" : string.Empty;
        Type item = Item(type);
        return (s_shortNames.TryGetValue(item.FullName!, out string? name) ? name : item.Name) + suffix;
    }

    private static Type Item(Type type)
    {
        Type item = type.IsArray ? type.GetElementType()! : type;
        return item is { IsGenericType: true, Name: "Nullable`1" } ? item.GetGenericArguments()[0] : item;
    }

    private static IReadOnlyList<string> Texts(PropertyInfo property, string attribute)
        => property.CustomAttributes.FirstOrDefault(Is(attribute)) is CustomAttributeData found
            && found.ConstructorArguments is [{ Value: IEnumerable<CustomAttributeTypedArgument> values }, ..]
            ? [.. values.Select(static value => (string)value.Value!)]
            : [];

    private static CustomAttributeData? Find(Type type, string name) => type.CustomAttributes.FirstOrDefault(Is(name));

    private static Func<CustomAttributeData, bool> Is(string name)
        => data => data.AttributeType.FullName == Namespace + name;

    private static object? Named(CustomAttributeData data, string name)
        => data.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value;
}
