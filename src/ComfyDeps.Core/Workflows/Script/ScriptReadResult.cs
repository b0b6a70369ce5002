using System.Collections.Generic;

namespace ComfyDeps.Workflows.Script;

/// <summary>What a script yields.</summary>
/// <param name="Documents">Its workflows, in the order of the file.</param>
/// <param name="Errors">What could not be read; the rest still counts.</param>
/// <param name="Details">What only who asks for details wants to hear.</param>
internal sealed record ScriptReadResult(
    IReadOnlyList<WorkflowDocument> Documents, IReadOnlyList<ComfyDepsException> Errors, IReadOnlyList<string> Details);
