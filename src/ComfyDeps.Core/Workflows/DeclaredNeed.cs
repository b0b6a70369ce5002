namespace ComfyDeps.Workflows;

/// <summary>
/// A need that a workflow's definition states beside its graph (<c>requiredNodes</c>, <c>requiredModels</c>).
/// </summary>
/// <param name="Kind">A node class or pack, or a model file.</param>
/// <param name="Name">What is written: a class, a pack in whatever form, a file.</param>
/// <param name="Occurrence">Where it is written.</param>
internal sealed record DeclaredNeed(DependencyKind Kind, string Name, string Occurrence);
