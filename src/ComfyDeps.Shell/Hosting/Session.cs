using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Threading;

namespace ComfyDeps.Shell.Hosting;

/// <summary>One run of the shell: the runspace, and what is asked of it, one pipeline after another.</summary>
internal sealed class Session : IDisposable
{
    private const int Failed = 1;

    private readonly CommandLine _line;
    private readonly ShellHost _host;

    internal Session(CommandLine line)
    {
        _line = line;
        _host = new ShellHost(line.NonInteractive);
        if (!Terminal.ColorIsWelcome())
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }

        if (line.WorkingDirectory is not null)
        {
            Environment.CurrentDirectory = line.WorkingDirectory;
        }

        string? modulePath = ModulePath.FromUser;
        Runspace = RunspaceFactory.CreateRunspace(_host, StartingState.Create());
        Runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        Runspace.Open();
        System.Management.Automation.Runspaces.Runspace.DefaultRunspace = Runspace;
        ModulePath.PutOwnFirst(modulePath);
    }

    /// <summary>Whether <c>exit</c> was called.</summary>
    internal bool IsOver => _host.ExitCode is not null;

    internal ShellUserInterface Console => _host.Console;

    internal Interrupts Interrupts { get; } = new();

    internal Runspace Runspace { get; }

    /// <summary>Does what the command line says.</summary>
    /// <returns>The exit code.</returns>
    internal int Run()
    {
        Exception? failure = Invoke("Import-Module ComfyDeps", addToHistory: false);
        bool isUsable = failure is null;
        switch (_line.Mode)
        {
            case CommandLineMode.Command:
                Interrupts.EndsProcess = true;
                failure = Invoke(_line.Command, UsesInput(_line.Command));
                break;
            case CommandLineMode.File:
                Interrupts.EndsProcess = true;
                failure = RunFile();
                break;
            default:
                new InputLoop(this, _line.NonInteractive).Run();
                failure = null;
                break;
        }

        return Interrupts.ExitCode
            ?? _host.ExitCode
            ?? (failure is null && isUsable && LastSucceeded() ? 0 : Failed);
    }

    /// <summary>Runs a line as a person would type it, and shows what it gives.</summary>
    /// <param name="script">What to run.</param>
    /// <param name="feedsInput">Whether it is given the lines of standard input.</param>
    /// <param name="addToHistory">Whether Get-History knows it afterwards.</param>
    /// <returns>What ended it, already shown; null when it ran through.</returns>
    internal Exception? Invoke(string script, bool feedsInput = false, bool addToHistory = true)
    {
        using Pipeline pipeline = Runspace.CreatePipeline(script, addToHistory);
        return Complete(pipeline, feedsInput);
    }

    /// <summary>Runs a script for its values, showing nothing.</summary>
    /// <param name="script">What to run.</param>
    /// <returns>What it gave; empty when it failed.</returns>
    internal IReadOnlyList<PSObject> Evaluate(string script)
    {
        using Pipeline pipeline = Runspace.CreatePipeline(script);
        try
        {
            return pipeline.Invoke();
        }
        catch (RuntimeException)
        {
            return [];
        }
    }

    /// <summary>Shows what ended a pipeline, as the engine shows any error.</summary>
    /// <param name="failure">What ended it.</param>
    internal void Report(Exception failure)
    {
        ErrorRecord record = failure is IContainsErrorRecord container
            ? container.ErrorRecord
            : new ErrorRecord(failure, "ShellFailure", ErrorCategory.NotSpecified, null);
        StringWriter text = new();
        using (_host.Console.Capture(text, width: null))
        using (Pipeline pipeline = Runspace.CreatePipeline())
        {
            pipeline.Commands.Add("Out-Default");
            pipeline.Input.Write(record);
            pipeline.Invoke();
        }

        // The engine's view has nothing for an error without a position, such as text that ends too early.
        string shown = text.ToString().TrimEnd();
        _host.Console.WriteErrorLine(shown.Length > 0 ? shown : $"{record.CategoryInfo.Category}: {failure.Message}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Interrupts.Dispose();
        Runspace.Dispose();
    }

    private static bool UsesInput(string script)
        => System.Console.IsInputRedirected
            && Parser.ParseInput(script, out _, out _).Find(
                static node => node is VariableExpressionAst { VariablePath.UserPath: "input" },
                searchNestedScriptBlocks: false) is not null;

    private Exception? Invoke(Command command, bool feedsInput = false)
    {
        using Pipeline pipeline = Runspace.CreatePipeline();
        pipeline.Commands.Add(command);
        return Complete(pipeline, feedsInput);
    }

    private Exception? RunFile()
    {
        string script = File.ReadAllText(_line.File);
        bool feedsInput = UsesInput(script);
        if (!_line.File.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase))
        {
            // A script by its first line ('#!'), not by its name.
            Command command = new(script, isScript: true, useLocalScope: false);
            foreach (CommandParameter parameter in ScriptArguments.Parse(_line.Arguments))
            {
                command.Parameters.Add(parameter);
            }

            return Invoke(command, feedsInput);
        }

        Exception? failure = Invoke(ScriptArguments.Invocation(_line.File, _line.Arguments), feedsInput);

        // A script's own `exit N` is no exit of the session: the engine leaves it as a failed command and N.
        if (failure is null && _host.ExitCode is null && !LastSucceeded()
            && Runspace.SessionStateProxy.GetVariable("LASTEXITCODE") is int code and not 0)
        {
            _host.SetShouldExit(code);
        }

        return failure;
    }

    private static bool HasEnded(PipelineState state)
        => state is PipelineState.Completed or PipelineState.Failed or PipelineState.Stopped;

    private bool LastSucceeded() => Evaluate("$global:?") is [{ BaseObject: true }];

    private Exception? Complete(Pipeline pipeline, bool feedsInput)
    {
        pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add("Out-Default");
        Exception? failure = null;
        using ManualResetEventSlim finished = new();
        pipeline.StateChanged += (_, change) =>
        {
            if (HasEnded(change.PipelineStateInfo.State))
            {
                finished.Set();
            }
        };
        try
        {
            if (Interrupts.Begin(pipeline))
            {
                pipeline.InvokeAsync();
                if (feedsInput)
                {
                    InputLoop.Feed(pipeline);
                }

                pipeline.Input.Close();
                finished.Wait();
                failure = pipeline.PipelineStateInfo.Reason;
            }
        }
        finally
        {
            Interrupts.End();
            _host.Console.EndProgress();
        }

        // At the prompt an incomplete line is not wrong yet.
        bool mayGoOn = failure is IncompleteParseException && _line.Mode == CommandLineMode.Prompt;
        if (failure is not null and not PipelineStoppedException && !mayGoOn)
        {
            Report(failure);
        }

        return failure;
    }
}
