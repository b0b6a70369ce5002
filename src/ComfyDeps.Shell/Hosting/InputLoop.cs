using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ComfyDeps.Shell.Hosting;

/// <summary>Reads commands and runs them: a prompt at a terminal, silent lines from anything else.</summary>
internal sealed class InputLoop(Session session, bool nonInteractive)
{
    private readonly bool _prompts = Terminal.CanAsk && !nonInteractive;

    /// <summary>Gives a pipeline the lines of standard input.</summary>
    /// <param name="pipeline">Already running.</param>
    internal static void Feed(Pipeline pipeline)
    {
        try
        {
            while (Console.In.ReadLine() is string line)
            {
                pipeline.Input.Write(line);
            }
        }
        catch (PipelineClosedException)
        {
            // It ended before its input did.
        }
    }

    internal void Run()
    {
        LineEditor? editor = _prompts && !Console.IsOutputRedirected ? new LineEditor(session) : null;
        List<string> block = [];
        while (!session.IsOver && session.Interrupts.ExitCode is null)
        {
            string prompt = block.Count > 0 ? ">> " : Prompt();
            if (_prompts && editor is null)
            {
                session.Console.Write(prompt);
            }

            string? line = editor is null ? Console.In.ReadLine() : editor.Read(prompt);
            if (line is null)
            {
                break;
            }

            if (editor is { WasCancelled: true })
            {
                block.Clear();
                continue;
            }

            if (block.Count == 0 && string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            block.Add(line);
            if (block.Count == 1 || string.IsNullOrWhiteSpace(line))
            {
                Run(block, isEnd: false);
            }
        }

        if (block.Count > 0)
        {
            Run(block, isEnd: true);
        }
    }

    /// <summary>Runs what was gathered; what the parser finds incomplete waits for an empty line, as in pwsh.</summary>
    private void Run(List<string> block, bool isEnd)
    {
        Exception? failure = session.Invoke(string.Join('\n', block));
        if (failure is IncompleteParseException)
        {
            if (!isEnd)
            {
                return;
            }

            session.Report(failure);
        }

        block.Clear();
    }

    private string Prompt()
        => _prompts && session.Evaluate("prompt") is [PSObject prompt, ..] ? prompt.ToString() : "PS> ";
}
