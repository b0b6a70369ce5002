using System.Collections.Generic;

namespace ComfyDeps.Operations;

/// <summary>What came of one workflow file; told in one piece when its turn comes.</summary>
/// <param name="path">The file.</param>
internal sealed class FileAnalysis(string path)
{
    public string Path { get; } = path;

    public List<WorkflowDependency> Dependencies { get; } = [];

    public List<string> Details { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<ComfyDepsException> Errors { get; } = [];

    /// <summary>
    /// A file that was named and is no workflow is an error; one that a folder scan met is passed over.
    /// </summary>
    public void HoldsNothing(bool isNamed)
    {
        if (isNamed)
        {
            Errors.Add(new ComfyDepsException(
                ErrorCode.NotAWorkflow,
                $"'{Path}' holds no workflow: no node with a class was found in it.",
                Path,
                "Export the workflow from ComfyUI with Workflow > Export, or Workflow > Export (API)."));
        }
        else
        {
            Details.Add($"Passed over '{Path}': it holds no workflow.");
        }
    }

    public void ReportTo(IReporter reporter)
    {
        Details.ForEach(reporter.Detail);
        Warnings.ForEach(warning => reporter.Warning($"{Path}: {warning}"));
        Errors.ForEach(reporter.Error);
    }
}
