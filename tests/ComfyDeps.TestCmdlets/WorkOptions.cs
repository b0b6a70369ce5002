namespace ComfyDeps.TestCmdlets;

internal sealed record WorkOptions(int Count, int DelayMilliseconds, int FailAt, int CrashAt, bool Chatty);
