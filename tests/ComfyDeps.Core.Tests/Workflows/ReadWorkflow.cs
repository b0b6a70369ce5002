using System.Collections.Generic;
using System.IO;
using System.Text;
using ComfyDeps.Workflows;

namespace ComfyDeps.Core.Tests.Workflows;

/// <summary>Reads a workflow that a test wrote down as text.</summary>
internal static class ReadWorkflow
{
    public static WorkflowDocument One(string json) => Assert.Single(All(Encoding.UTF8.GetBytes(json)));

    public static IReadOnlyList<WorkflowDocument> All(string json) => All(Encoding.UTF8.GetBytes(json));

    public static IReadOnlyList<WorkflowDocument> All(
        byte[] bytes,
        long maximumSize = WorkflowReader.DefaultMaximumSize)
    {
        string path = Path.Join(Path.GetTempPath(), Path.GetRandomFileName() + ".json");
        File.WriteAllBytes(path, bytes);
        try
        {
            return new WorkflowReader(maximumSize).Read(path, TestContext.Current.CancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static ComfyDepsException Fails(
        ErrorCode code,
        byte[] bytes,
        long maximumSize = WorkflowReader.DefaultMaximumSize)
    {
        ComfyDepsException e = Assert.Throws<ComfyDepsException>(() => All(bytes, maximumSize));
        Assert.Equal(code, e.Code);
        return e;
    }

    public static ComfyDepsException Fails(ErrorCode code, string json) => Fails(code, Encoding.UTF8.GetBytes(json));
}
