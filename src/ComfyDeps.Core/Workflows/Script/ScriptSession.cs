using ComfyDeps.Workflows.Script.Modules;

namespace ComfyDeps.Workflows.Script;

/// <summary>What the scripts of one run share: each file is read and parsed once, from whatever thread.</summary>
internal sealed class ScriptSession
{
    /// <summary>The files and how they import each other.</summary>
    public ModuleGraph Modules { get; } = new();

    /// <summary>Which files can lead to a graph at all.</summary>
    public GraphMentions Mentions => field ??= new GraphMentions(Modules);
}
