using System;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace ComfyDeps.Shell.Hosting;

/// <summary>What the engine asks of the program that runs it.</summary>
internal sealed class ShellHost(bool nonInteractive) : PSHost
{
    /// <inheritdoc/>
    public override string Name => "ComfyDeps";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => Console;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override PSObject PrivateData => PSObject.AsPSObject(Console);

    /// <summary>The code of <c>exit</c>, once it was called.</summary>
    internal int? ExitCode { get; private set; }

    internal ShellUserInterface Console { get; } = new(nonInteractive);

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt()
        => throw new PSNotSupportedException("This shell has no nested prompt; pwsh has.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt()
        => throw new PSNotSupportedException("This shell has no nested prompt; pwsh has.");

    /// <inheritdoc/>
    public override void NotifyBeginApplication() => Console.Progress.Clear();

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }
}
