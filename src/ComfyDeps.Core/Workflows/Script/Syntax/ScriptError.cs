namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary>A place where the text is not a script.</summary>
/// <param name="Offset">The offset of the character at which it was noticed.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1, in UTF-16 units.</param>
/// <param name="Message">What was expected or is wrong, in plain English.</param>
internal readonly record struct ScriptError(int Offset, int Line, int Column, string Message);
