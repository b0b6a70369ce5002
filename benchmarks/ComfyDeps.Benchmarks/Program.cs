using System.Reflection;
using BenchmarkDotNet.Running;
using ComfyDeps.Benchmarks;

if (args is ["discovery"])
{
    await DiscoveryComparison.RunAsync();
    return;
}

BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
