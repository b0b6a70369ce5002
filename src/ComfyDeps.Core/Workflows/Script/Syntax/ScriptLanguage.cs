namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>Which grammar a file is written in.</summary>
internal enum ScriptLanguage
{
    /// <summary>.js, .jsx, .mjs, .cjs and scripts in a page: JSX is allowed in all of them.</summary>
    JavaScript,

    /// <summary>.ts, .mts, .cts and scripts in a component's file.</summary>
    TypeScript,

    /// <summary>.tsx.</summary>
    TypeScriptJsx,

    /// <summary>.d.ts, .d.mts, .d.cts: everything is declared.</summary>
    Declaration,
}
