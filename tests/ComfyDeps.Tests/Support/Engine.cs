using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;

namespace ComfyDeps.Tests.Support;

/// <summary>A runspace of the real engine with the staged module, and with the shell's small cmdlets.</summary>
internal sealed class Engine : IDisposable
{
    /// <summary>
    /// Far more than a script here needs: one that would never end is a failed test and not a run that never ends.
    /// </summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private readonly Runspace _runspace;

    internal Engine(params string[] modules)
    {
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.Open();
        foreach (string module in modules.Prepend(Built.Manifest).Append(Built.Shell))
        {
            Result result = Run($"Import-Module -Name '{module}'");
            Assert.Empty(result.Errors);
        }
    }

    internal PowerShell Start(string script)
    {
        PowerShell shell = PowerShell.Create(_runspace);
        return shell.AddScript(script);
    }

    internal Result Run(string script)
    {
        using PowerShell shell = Start(script);
        Exception? failure = null;
        PSDataCollection<PSObject> output = [];
        using CancellationTokenSource limit = new(s_limit);
        using CancellationTokenRegistration stop = limit.Token.Register(
            () => shell.BeginStop(callback: null, state: null));
        try
        {
            shell.Invoke(input: null, output);
        }
        catch (RuntimeException e)
        {
            failure = e;
        }

        Assert.False(
            limit.IsCancellationRequested, $"It ran for {s_limit.TotalMinutes:0} minutes and was stopped: {script}");

        return new Result(
            [.. output],
            [.. shell.Streams.Error],
            [.. shell.Streams.Verbose.Select(static v => v.Message)],
            [.. shell.Streams.Warning.Select(static w => w.Message)],
            [.. shell.Streams.Progress],
            [
                .. shell.Streams.Debug.Select(static d => d.Message),
                .. shell.Streams.Information.Select(static i => $"{i.MessageData}"),
            ],
            failure);
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    internal sealed record Result(
        IReadOnlyList<PSObject> Output,
        IReadOnlyList<ErrorRecord> Errors,
        IReadOnlyList<string> Verbose,
        IReadOnlyList<string> Warnings,
        IReadOnlyList<ProgressRecord> Progress,
        IReadOnlyList<string> Others,
        Exception? Failure)
    {
        internal string Text => string.Join(' ', Output);

        /// <summary>Every word of every stream.</summary>
        internal IEnumerable<string> Everything =>
        [
            .. Output.SelectMany(static o => o.Properties.Select(static p => $"{p.Name}={p.Value}")),
            .. Errors.SelectMany(
                static e => (string[])[
                    $"{e.Exception}",
                    $"{e.TargetObject}",
                    $"{e.ErrorDetails?.RecommendedAction}",
                    $"{e}",
                ]),
            .. Verbose,
            .. Warnings,
            .. Progress.Select(static p => $"{p.Activity} {p.StatusDescription} {p.CurrentOperation}"),
            .. Others,
            $"{Failure}",
        ];
    }
}
