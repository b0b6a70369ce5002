namespace ComfyDeps.Workflows.Script;

/// <summary>What reading one script may cost. Beyond it the file is reported and what was found still counts.</summary>
internal static class Budget
{
    /// <summary>A script larger than this is not read.</summary>
    public const int MaxFileBytes = 16 * 1024 * 1024;

    /// <summary>Expressions and statements evaluated for one file, its imports included.</summary>
    public const int MaxSteps = 6_000_000;

    /// <summary>Of those, what a single exported function or class may take.</summary>
    public const int MaxStepsOfEntry = 600_000;

    /// <summary>What the file's own statements may take, before its functions are called.</summary>
    public const int MaxStepsOfLoad = 2_000_000;

    /// <summary>
    /// Into how many parts these three are divided for a file of a scan that does not speak of graphs itself.
    /// </summary>
    public const int DistantShare = 6;

    /// <summary>What a file that is brought in may take when it is loaded.</summary>
    public const int MaxStepsOfImport = 150_000;

    /// <summary>What one call may take of a function that is written in another file.</summary>
    public const int MaxStepsOfForeignCall = 150_000;

    /// <summary>What one call may take of a function that was handed to code that is not known.</summary>
    public const int MaxStepsOfCallback = 300_000;

    /// <summary>Calls inside calls.</summary>
    public const int MaxCallDepth = 120;

    /// <summary>How often one function may stand on the call stack.</summary>
    public const int MaxRecursion = 12;

    /// <summary>How often it may stand there when nothing is known of what it is given.</summary>
    public const int MaxBlindRecursion = 3;

    /// <summary>How often it may call itself in all while one call of it is followed.</summary>
    public const int MaxRecursiveCalls = 400;

    /// <summary>Expressions inside expressions.</summary>
    public const int MaxNesting = 6_000;

    /// <summary>Rounds of one loop whose bounds are known.</summary>
    public const int MaxRounds = 1_000;

    /// <summary>Rounds of a loop that has no bound.</summary>
    public const int MaxEndlessRounds = 60;

    /// <summary>Values that one variable may have at the same time.</summary>
    public const int MaxSet = 160;

    /// <summary>Characters of one text made by the script.</summary>
    public const int MaxText = 4 * 1024 * 1024;

    /// <summary>Characters of all texts made by the script together.</summary>
    public const long MaxTexts = 64L * 1024 * 1024;

    /// <summary>Files that one file may bring in.</summary>
    public const int MaxModules = 600;

    /// <summary>Nodes and values taken out of one file.</summary>
    public const int MaxNodes = 20_000;

    /// <summary>The stack of the thread that evaluates; nesting limits are set so that it suffices.</summary>
    public const int StackBytes = 128 * 1024 * 1024;
}
