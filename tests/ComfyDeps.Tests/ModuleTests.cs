using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests;

/// <summary>The staged module, as any host imports it.</summary>
public sealed class ModuleTests
{
    private static readonly string[] s_byPropertyName = ["LiteralPath"];

    [Fact]
    public void ManifestIsValid()
    {
        using Engine engine = new();
        Engine.Result result = engine.Run($"Test-ModuleManifest '{Built.Manifest}'");
        Assert.Empty(result.Errors);
        PSModuleInfo module = (PSModuleInfo)result.Output.Single().BaseObject;
        Assert.Equal("ComfyDeps", module.Name);
        Assert.Equal(Built.Version, module.Version.ToString());
        Assert.Contains("PSEdition_Core", module.Tags);
        Assert.NotNull(module.LicenseUri);
        Assert.NotNull(module.ProjectUri);
    }

    [Fact]
    public void ExportsExactlyTheCmdletsThatItHas()
    {
        using Engine engine = new();
        PSModuleInfo module = Module(engine);
        IEnumerable<string> present = CmdletTypes(module)
            .Select(static type => type.GetCustomAttribute<CmdletAttribute>()!)
            .Select(static name => $"{name.VerbName}-{name.NounName}");
        Assert.Equal(
            present.Order(StringComparer.Ordinal),
            module.ExportedCmdlets.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(module.ExportedFunctions);
        Assert.Empty(module.ExportedAliases);
        Assert.Empty(module.ExportedVariables);
    }

    [Fact]
    public void NamesAreApprovedAndPrefixed()
    {
        HashSet<string> approved = ApprovedVerbs();
        using Engine engine = new();
        Assert.All(Module(engine).ExportedCmdlets.Values, cmdlet =>
        {
            Assert.Contains(cmdlet.Verb, approved);
            Assert.StartsWith("Comfy", cmdlet.Noun, StringComparison.Ordinal);
            Assert.Equal($"{cmdlet.Verb}{cmdlet.Noun}Command", cmdlet.ImplementingType.Name);
            Assert.Equal("ComfyDeps.Commands", cmdlet.ImplementingType.Namespace);
            Assert.True(cmdlet.ImplementingType.IsSealed);
        });
    }

    [Fact]
    public void OnlyPathsBindByPropertyName()
    {
        using Engine engine = new();
        Assert.All(Module(engine).ExportedCmdlets.Values, cmdlet =>
        {
            foreach (CommandParameterSetInfo set in cmdlet.ParameterSets)
            {
                Assert.All(
                    set.Parameters.Where(static p => p.ValueFromPipelineByPropertyName),
                    p =>
                    {
                        Assert.Contains(p.Name, s_byPropertyName);
                        Assert.Contains("PSPath", p.Aliases);
                    });
                Assert.True(
                    set.Parameters.Count(static p => p.ValueFromPipeline) <= 1,
                    $"{cmdlet.Name} takes two parameters of the set '{set.Name}' by value.");
            }
        });
    }

    [Fact]
    public void EveryCmdletThatGivesSomethingSaysWhat()
    {
        using Engine engine = new();
        Assert.All(
            Module(engine).ExportedCmdlets.Values.Where(static c => c.Verb != "Clear"),
            static cmdlet => Assert.NotEmpty(cmdlet.OutputType));
    }

    [Fact]
    public void CanBeImportedTwiceAndInASecondRunspace()
    {
        using Engine first = new();
        Assert.Empty(first.Run($"Import-Module '{Built.Manifest}' -Force").Errors);
        using Engine second = new();
        Assert.NotEmpty(Module(second).ExportedCmdlets);
        Assert.Empty(first.Run("Remove-Module ComfyDeps").Errors);
        Assert.NotEmpty(Module(second).ExportedCmdlets);
    }

    [Fact]
    public void DependenciesStayInTheirOwnContext()
    {
        using Engine engine = new(Built.TestCmdlets);
        Assert.Equal("item 1", engine.Run("Get-Number -Count 1").Text);
        Assembly core = AssemblyLoadContext.All
            .SelectMany(static context => context.Assemblies)
            .Single(static assembly => assembly.GetName().Name == "ComfyDeps.Core");
        AssemblyLoadContext own = AssemblyLoadContext.GetLoadContext(core)!;
        Assert.Equal("ComfyDeps", own.Name);
        Assert.NotSame(AssemblyLoadContext.Default, own);

        Assembly octokit = own.LoadFromAssemblyName(new AssemblyName("Octokit"));
        Assert.Same(own, AssemblyLoadContext.GetLoadContext(octokit));
        Assert.Equal(Path.Join(Built.Module, "bin", "dependencies", "Octokit.dll"), octokit.Location);
    }

    [Fact]
    public void WhatTheRuntimeHasAsNewIsTheRuntimes()
    {
        // A context of its own: what is loaded into the one in use stays there, and every later test would meet it.
        using Engine engine = new();
        Type type = Module(engine).ExportedCmdlets.Values.First().ImplementingType.Assembly.GetType(
            "ComfyDeps.DependencyContext", throwOnError: true)!;
        AssemblyLoadContext own = (AssemblyLoadContext)Activator.CreateInstance(
            type, Path.Join(Built.Module, "bin", "dependencies"))!;
        Assembly shipped = typeof(System.Text.Json.JsonDocument).Assembly;
        Version runtime = shipped.GetName().Version!;

        // As new as ours, which it was built with: compiled ahead of time, it need not be compiled in every process.
        Assert.Same(shipped, own.LoadFromAssemblyName(new AssemblyName("System.Text.Json") { Version = runtime }));
        Assert.StartsWith(RuntimeEnvironment.GetRuntimeDirectory(), shipped.Location, StringComparison.Ordinal);

        // Where a host has an older one, the core gets the one that it came with.
        Assembly json = own.LoadFromAssemblyName(
            new AssemblyName("System.Text.Encodings.Web") { Version = new Version(runtime.Major + 1, 0, 0, 0) });
        Assert.Same(own, AssemblyLoadContext.GetLoadContext(json));
        Assert.Equal(Path.Join(Built.Module, "bin", "dependencies", "System.Text.Encodings.Web.dll"), json.Location);
    }

    [Fact]
    public void ShipsNothingThatHostsProvide()
    {
        IEnumerable<string> files = Directory.EnumerateFiles(Built.Module, "*", SearchOption.AllDirectories)
            .Select(static file => Path.GetFileName(file));
        Assert.DoesNotContain("System.Management.Automation.dll", files);
        Assert.DoesNotContain(files, static file => file.EndsWith(".pdb", StringComparison.Ordinal));
        Assert.Equal(
            ["ComfyDeps.dll"],
            Directory.EnumerateFiles(Path.Join(Built.Module, "bin"), "*.dll").Select(Path.GetFileName));
    }

    private static PSModuleInfo Module(Engine engine)
        => (PSModuleInfo)engine.Run("Get-Module ComfyDeps").Output.Single().BaseObject;

    private static IEnumerable<Type> CmdletTypes(PSModuleInfo module)
        => module.ExportedCmdlets.Values.First().ImplementingType.Assembly.GetExportedTypes()
            .Where(static type => type.IsSubclassOf(typeof(Cmdlet)) && !type.IsAbstract);

    /// <summary>The approved verbs are the constants of the engine's verb classes; it has no Get-Verb.</summary>
    private static HashSet<string> ApprovedVerbs()
        => typeof(VerbsCommon).Assembly.GetExportedTypes()
            .Where(
                static t => t.Namespace == "System.Management.Automation"
                    && t.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(static t => t.GetFields())
            .Where(static f => f.IsLiteral)
            .Select(static f => (string)f.GetRawConstantValue()!)
            .ToHashSet(StringComparer.Ordinal);
}
