namespace ComfyDeps.Acceptance.Tests.Docker;

/// <summary>The tests over one base image, which is made once.</summary>
[CollectionDefinition(Name)]
public sealed class WorkerCollection : ICollectionFixture<WorkerBase>
{
    internal const string Name = "Images over the worker's base";
}
