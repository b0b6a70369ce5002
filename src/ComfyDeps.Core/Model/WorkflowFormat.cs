namespace ComfyDeps;

/// <summary>How a workflow was written down.</summary>
public enum WorkflowFormat
{
    /// <summary>ComfyUI's API format: what is sent to the server.</summary>
    Prompt,

    /// <summary>ComfyUI's UI format: what the editor saves.</summary>
    Graph,

    /// <summary>TypeScript or JavaScript that builds a workflow.</summary>
    Script,
}
