namespace ComfyDeps.Tests.Support;

/// <summary>
/// Tests that set environment variables, which the whole process shares: they run after all others, one by one.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EnvironmentCollection
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Environment";
}
