using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests;

/// <summary>
/// What Microsoft's guidelines for cmdlets, and the habits of modules that people like, ask of this one.
/// </summary>
public sealed partial class ConventionTests : IDisposable
{
    private const int LongestCommandFile = 200;

    /// <summary>
    /// A hashtable of options has the plural name that New-PSSession gives it; the others are singular.
    /// </summary>
    private static readonly string[] s_endInS = ["Options", "Class", "Alias"];

    /// <summary>What writes names one path; what reads takes several.</summary>
    private static readonly string[] s_singleOrMany = ["Path", "InputObject", "Name", "Kind", "SourcePath"];

    private static readonly string[] s_writingVerbs = ["Clear", "Export", "New", "Remove", "Set", "Update"];
    private static readonly string s_module = Path.Join(Repository.Root, "src", "ComfyDeps");
    private readonly Engine _engine = new();

    public void Dispose() => _engine.Dispose();

    /// <summary>
    /// Several names or several places: both may be patterns. One place that is written to, and a literal one, are not.
    /// </summary>
    private static bool TakesWildcards(ParameterMetadata parameter)
        => parameter.ParameterType == typeof(string[]) && parameter.Name is ("Name" or "Path");

    [Fact]
    public void ParametersArePascalCasedSingularAndOfOneTypeEverywhere()
    {
        Assert.All(Own(), one => Assert.Matches("^[A-Z][A-Za-z0-9]+$", one.Parameter.Name));
        Assert.All(
            Own().Where(
                static one => one.Parameter.ParameterType != typeof(SwitchParameter)
                    && !s_endInS.Contains(one.Parameter.Name)),
            static one => Assert.False(one.Parameter.Name.EndsWith('s'), $"{one.Cmdlet.Name} -{one.Parameter.Name}"));
        Assert.All(
            Own()
                .Where(static one => !s_singleOrMany.Contains(one.Parameter.Name))
                .GroupBy(static one => one.Parameter.Name),
            static same => Assert.True(
                same.Select(static one => Item(one.Parameter.ParameterType)).Distinct().Count() == 1,
                $"-{same.Key} has several types: {string.Join(", ", same.Select(static one =>
                    $"{one.Cmdlet.Name} {one.Parameter.ParameterType}"))}"));
    }

    [Fact]
    public void ASwitchIsNoBoolAndAChoiceSaysItsValues()
        => Assert.All(Own(), static one => Assert.False(
            Item(one.Parameter.ParameterType) == typeof(bool), $"{one.Cmdlet.Name} -{one.Parameter.Name} is a bool."));

    [Fact]
    public void WildcardsAreSaidToWorkExactlyWhereTheyDo()
        => Assert.All(Own(), static one => Assert.True(
            TakesWildcards(one.Parameter) == one.Parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
            $"{one.Cmdlet.Name} -{one.Parameter.Name}"));

    [Fact]
    public void WhatWritesAsksFirstAndWhatReadsDoesNot()
        => Assert.All(Cmdlets(), static cmdlet => Assert.Equal(
            s_writingVerbs.Contains(cmdlet.Verb), cmdlet.Parameters.ContainsKey("WhatIf")));

    [Fact]
    public void WhatExportsNamesItsFileInOneWay()
        => Assert.All(
            Cmdlets().Where(static cmdlet => cmdlet.Verb == "Export"),
            static cmdlet => Assert.All(
                (string[])[
                    "Path", "RegistryPath", "InputObject", "MaximumAge", "Offline",
                    "Force", "NoClobber", "Check", "PassThru",
                ],
                name => Assert.Contains(name, cmdlet.Parameters.Keys)));

    [Fact]
    public void WhatTestsCanBeQuiet()
        => Assert.All(
            Cmdlets().Where(static cmdlet => cmdlet.Verb == "Test"),
            static cmdlet => Assert.Equal(typeof(SwitchParameter), cmdlet.Parameters["Quiet"].ParameterType));

    [Fact]
    public void ObjectsShowNothingThatTheCompilerMade()
    {
        Assert.Empty(_engine.Run("Get-ComfyCatalog").Errors);
        Type[] types =
        [
            .. AppDomain.CurrentDomain.GetAssemblies().Single(
                static a => a.GetName().Name == "ComfyDeps.Core").GetExportedTypes()
                .Where(
                    static type => type is { Namespace: "ComfyDeps", IsClass: true }
                        && !type.IsSubclassOf(typeof(Exception))
                        && !type.IsAbstract),
        ];
        Assert.NotEmpty(types);
        Assert.All(types, static type =>
        {
            Assert.True(type.IsSealed, $"{type} is not sealed.");
            Assert.DoesNotContain(
                type.GetMethods(), static method => method.Name.StartsWith('<') || method.Name == "Deconstruct");
        });
    }

    [Fact]
    public void NothingStaticChanges()
    {
        Assert.Empty(_engine.Run("Get-ComfyCatalog").Errors);
        Assembly[] own =
        [
            .. AppDomain.CurrentDomain.GetAssemblies().Where(
                static a => a.GetName().Name is "ComfyDeps" or "ComfyDeps.Core")
                .Where(static a => a.Location.StartsWith(Built.Module, StringComparison.Ordinal)),
        ];
        Assert.Equal(2, own.Length);
        IEnumerable<FieldInfo> mutable = own
            .SelectMany(static a => a.GetTypes())
            .Where(static type => !CompilerMade(type))
            .SelectMany(
                static type => type.GetFields(
                    BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(static field => field is { IsInitOnly: false, IsLiteral: false } && !field.Name.StartsWith('<'));
        Assert.Empty(mutable.Select(static field => $"{field.DeclaringType}.{field.Name}"));
    }

    [Fact]
    public void ErrorRecordsAreMadeInOnePlaceAndCmdletsThrowNothing()
    {
        Assert.Equal(
            ["Pipeline/ErrorRecords.cs"],
            Sources().Where(static file => File.ReadAllText(file).Contains("new ErrorRecord(", StringComparison.Ordinal)
                || ErrorRecordDeclaration().IsMatch(File.ReadAllText(file))).Select(Name));
        Assert.Empty(Sources().Where(static file => Name(file).StartsWith("Commands/", StringComparison.Ordinal))
            .Where(static file => Throwing().IsMatch(File.ReadAllText(file))).Select(Name));
    }

    [Fact]
    public void CmdletsWriteObjectsOneByOneAndNeverToTheHost()
        => Assert.Empty(Sources()
            .Where(static file => HostOrWholeLists().IsMatch(File.ReadAllText(file)))
            .Select(Name));

    [Fact]
    public void TheSourceHasNoSecondLanguageInIt()
        => Assert.Empty(Directory.EnumerateFiles(Path.Join(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => Unwanted().IsMatch(File.ReadAllText(file)))
            .Select(static file => Path.GetRelativePath(Repository.Root, file)));

    [Fact]
    public void CommandsAreShort()
        => Assert.Empty(Sources()
            .Where(static file => Name(file).StartsWith("Commands/", StringComparison.Ordinal))
            .Where(static file => File.ReadLines(file).Count() > LongestCommandFile)
            .Select(Name));

    [Fact]
    public void TheManifestSaysWhatTheGalleryAsksFor()
    {
        string manifest = File.ReadAllText(Built.Manifest);
        Assert.DoesNotContain("'*'", manifest, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\s*RootModule\s*=\s*'bin/ComfyDeps\.dll'", manifest);
        Assert.Matches(@"(?m)^\s*PowerShellVersion\s*=\s*'7\.4'", manifest);
        Assert.Matches(@"(?m)^\s*CompatiblePSEditions\s*=\s*@\('Core'\)", manifest);
        foreach (string none in (string[])["FunctionsToExport", "VariablesToExport", "AliasesToExport"])
        {
            Assert.Matches($@"(?m)^\s*{none}\s*=\s*@\(\)", manifest);
        }

        PSModuleInfo module = (PSModuleInfo)_engine
            .Run($"Test-ModuleManifest '{Built.Manifest}'").Output
            .Single().BaseObject;
        Assert.Superset(
            new HashSet<string> { "PSEdition_Core", "Linux", "Windows", "MacOS", "ComfyUI" }, module.Tags.ToHashSet());
        Assert.All((Uri[])[module.LicenseUri, module.ProjectUri], static uri => Assert.Equal("https", uri.Scheme));
        Assert.StartsWith("https://", module.ReleaseNotes, StringComparison.Ordinal);
        Assert.True(module.Description.Length > 60);
    }

    private static bool CompilerMade(Type type)
        => type.Name.StartsWith('<')
            || (type.DeclaringType is Type outer && CompilerMade(outer))
            || type.Name.Contains('>', StringComparison.Ordinal);

    private static Type Item(Type type)
    {
        Type item = type.IsArray ? type.GetElementType()! : type;
        return Nullable.GetUnderlyingType(item) ?? item;
    }

    private static IEnumerable<string> Sources()
        => Directory.EnumerateFiles(s_module, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string Name(string file) => Path.GetRelativePath(s_module, file).Replace('\\', '/');

    private IReadOnlyList<CmdletInfo> Cmdlets()
        => [.. _engine.Run("Get-Command -Module ComfyDeps").Output.Select(static one => (CmdletInfo)one.BaseObject)];

    private IEnumerable<(CmdletInfo Cmdlet, ParameterMetadata Parameter)> Own()
        => Cmdlets().SelectMany(static cmdlet => cmdlet.Parameters.Values
            .Where(
                static parameter => !Cmdlet.CommonParameters.Contains(parameter.Name)
                    && !Cmdlet.OptionalCommonParameters.Contains(parameter.Name))
            .Select(parameter => (cmdlet, parameter)));

    [GeneratedRegex(@"ErrorRecord \w+ = new\(")]
    private static partial Regex ErrorRecordDeclaration();

    [GeneratedRegex(@"(?m)^\s*#(if|region)\b|^\s*//\s*(TODO|FIXME|HACK)\b|\bdynamic \w+ =|\bvar \w+ =")]
    private static partial Regex Unwanted();

    [GeneratedRegex(@"\bthrow new\b")]
    private static partial Regex Throwing();

    [GeneratedRegex(@"\bConsole\.|\bHost\.UI\b|WriteObject\([^;]*, *(enumerateCollection: *)?true\)|Write-Host")]
    private static partial Regex HostOrWholeLists();
}
