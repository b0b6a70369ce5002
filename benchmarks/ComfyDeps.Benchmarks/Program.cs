using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Running;
using ComfyDeps.Benchmarks;

if (args is ["discovery"])
{
    await DiscoveryComparison.RunAsync();
    return;
}

if (args is ["install", ..])
{
    await InstallComparison.RunAsync(largeAlone: args is [_, "large"]);
    return;
}

if (args is ["pod", ..])
{
    await PodComparison.RunAsync(
        args is [_, string megabytes] ? int.Parse(megabytes, CultureInfo.InvariantCulture) : null);
    return;
}

if (args is ["verification"])
{
    await VerificationComparison.RunAsync();
    return;
}

if (args is ["analysis", ..])
{
    await AnalysisComparison.RunAsync();
    return;
}

if (args is ["import", ..])
{
    ImportComparison.Run(args[1..]);
    return;
}

if (args is ["catalog", ..])
{
    CatalogComparison.Run(args[1..]);
    return;
}

if (args is ["hashing", ..])
{
    await HashComparison.RunAsync(args[1..]);
    return;
}

if (args is ["inspection"])
{
    await InspectionComparison.RunAsync();
    return;
}

BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
