using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using ComfyDeps.Workflows.Script.Evaluation;
using ComfyDeps.Workflows.Script.Modules;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script;

/// <summary>Reads the workflows that a TypeScript or JavaScript file builds, executing nothing.</summary>
internal static class ScriptWorkflowReader
{
    private const int MaxSyntaxErrors = 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="scanRoot">The folder that is scanned; nothing outside it is read when the file is in no repository.</param>
    /// <param name="session">What the files of one run share.</param>
    /// <param name="isNamed">
    /// True when the user named this file: then workflows count that it merely hands on from others. In a scan they are
    /// found where they are written.
    /// </param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static ScriptReadResult Read(
        string path, string scanRoot, ScriptSession session, bool isNamed, CancellationToken cancellationToken)
    {
        List<ComfyDepsException> errors = [];
        try
        {
            if (!ScriptNames.MayHoldWorkflows(path))
            {
                return new ScriptReadResult([], errors);
            }

            string real = session.Modules.RealPath(path)
                ?? throw new ComfyDepsException(ErrorCode.PathNotFound, $"'{path}' does not exist.", path);
            string root = session.Modules.RootOf(real, scanRoot);
            string text = ScriptText.Read(real);
            if (!isNamed && !GraphMentions.Mentions(text) && !text.Contains("import", StringComparison.Ordinal)
                && !text.Contains("require", StringComparison.Ordinal) && !text.Contains("export", StringComparison.Ordinal))
            {
                return new ScriptReadResult([], errors);
            }

            ScriptModule module = session.Modules.Add(real, root, text);
            if (module.Tree is null || (!isNamed && !session.Mentions.LeadsToGraph(module, root, cancellationToken)))
            {
                return new ScriptReadResult([], errors);
            }

            AddSyntaxErrors(module, path, errors);
            return new ScriptReadResult(Follow(module, path, root, session, isNamed, errors, cancellationToken), errors);
        }
        catch (ComfyDepsException e)
        {
            errors.Add(e);
            return new ScriptReadResult([], errors);
        }
    }

    private static void AddSyntaxErrors(ScriptModule module, string path, List<ComfyDepsException> errors)
    {
        foreach (ScriptError error in module.Tree!.Errors)
        {
            if (errors.Count >= MaxSyntaxErrors)
            {
                break;
            }

            errors.Add(new ComfyDepsException(
                ErrorCode.ScriptSyntax,
                $"'{path}', line {error.Line}, column {error.Column}: {error.Message}",
                path,
                "Correct the syntax; what could be read around it still counts."));
        }
    }

    /// <summary>Follows the file on a thread of its own: nested scripts need more stack than a pool's thread has.</summary>
    private static IReadOnlyList<WorkflowDocument> Follow(
        ScriptModule module,
        string path,
        string root,
        ScriptSession session,
        bool isNamed,
        List<ComfyDepsException> errors,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<WorkflowDocument> documents = [];
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    Evaluator evaluator = new(session.Modules, module, root, cancellationToken);
                    documents = new WorkflowFinder(evaluator, module, path, isNamed).Find();
                    if (evaluator.Exhausted is { } reason)
                    {
                        errors.Add(new ComfyDepsException(
                            ErrorCode.ScriptBudget,
                            $"'{path}' was not followed to its end: {reason}.",
                            path,
                            "What was found until then counts; name the workflow's own file to have more of the budget for it."));
                    }
                }
                catch (Exception e)
                {
                    // Whatever it is, the caller must see it: nobody else would on this thread.
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            Budget.StackBytes)
        {
            IsBackground = true,
            Name = "ComfyDeps script",
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return documents;
    }
}
