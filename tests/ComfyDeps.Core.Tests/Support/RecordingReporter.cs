using System.Collections.Generic;

namespace ComfyDeps.Core.Tests.Support;

/// <summary>Keeps what is reported.</summary>
internal sealed class RecordingReporter : IReporter
{
    internal List<string> Details { get; } = [];

    internal List<string> Warnings { get; } = [];

    internal List<ComfyDepsException> Errors { get; } = [];

    public void Detail(string message) => Details.Add(message);

    public void Warning(string message) => Warnings.Add(message);

    public void Error(ComfyDepsException exception) => Errors.Add(exception);

    public void Progress(string activity, string status, int done, int total)
    {
    }
}
