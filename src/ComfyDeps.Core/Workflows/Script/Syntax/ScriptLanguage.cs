namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>Which grammar a file is written in.</summary>
internal enum ScriptLanguage
{
    /// <summary>.js, .jsx, .mjs, .cjs: JSX is allowed in all of them.</summary>
    JavaScript,

    /// <summary>.ts, .mts, .cts.</summary>
    TypeScript,

    /// <summary>.tsx.</summary>
    TypeScriptJsx,

    /// <summary>.d.ts, .d.mts, .d.cts: everything is declared.</summary>
    Declaration,
}
