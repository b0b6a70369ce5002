namespace ComfyDeps.Configuration;

/// <summary>The version of the module, as generated files tell it.</summary>
internal static class ModuleVersion
{
    /// <summary>Three numbers: <c>0.1.0</c>.</summary>
    internal static string Text { get; } = typeof(ModuleVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
