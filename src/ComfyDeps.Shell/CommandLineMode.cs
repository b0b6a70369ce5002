namespace ComfyDeps.Shell;

/// <summary>What the process was started for.</summary>
internal enum CommandLineMode
{
    Prompt,
    Command,
    File,
    Help,
    Version,
    Wrong,
}
