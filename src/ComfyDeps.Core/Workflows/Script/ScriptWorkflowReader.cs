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
    /// <param name="scanRoot">The folder that is scanned; nothing outside it is read when the file is in no
    /// repository.</param>
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
        List<string> details = [];
        IReadOnlyList<WorkflowDocument> documents = [];
        try
        {
            documents = ReadDocuments(path, scanRoot, session, isNamed, errors, details, cancellationToken);
        }
        catch (ComfyDepsException e)
        {
            errors.Add(e);
        }

        return new ScriptReadResult(documents, errors, details);
    }

    private static IReadOnlyList<WorkflowDocument> ReadDocuments(
        string path,
        string scanRoot,
        ScriptSession session,
        bool isNamed,
        List<ComfyDepsException> errors,
        List<string> details,
        CancellationToken cancellationToken)
    {
        if (!ScriptNames.MayHoldWorkflows(path))
        {
            return [];
        }

        string real = session.Modules.RealPath(path)
            ?? throw new ComfyDepsException(ErrorCode.PathNotFound, $"'{path}' does not exist.", path);
        string root = session.Modules.RootOf(real, scanRoot);
        string text = ScriptText.Read(real);
        bool isDistant = !isNamed && !GraphMentions.Mentions(text);
        if (isDistant && !NamesOtherFiles(text))
        {
            return [];
        }

        ScriptModule module = session.Modules.Add(real, root, text);
        if (module.Tree is null || (!isNamed && !session.Mentions.LeadsToGraph(module, root, cancellationToken)))
        {
            return [];
        }

        AddSyntaxErrors(module, path, errors);
        Evaluator evaluator = new(session.Modules, module, root, isDistant, cancellationToken);
        WorkflowFinder finder = new(evaluator, module, path, isNamed);
        IReadOnlyList<WorkflowDocument> documents = Follow(finder.Find);
        if (evaluator.Exhausted is { } reason)
        {
            AddExhausted(path, reason, isDistant && documents.Count == 0, errors, details);
        }

        return documents;
    }

    private static bool NamesOtherFiles(string text)
        => text.Contains("import", StringComparison.Ordinal)
            || text.Contains("require", StringComparison.Ordinal)
            || text.Contains("export", StringComparison.Ordinal);

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

    /// <summary>
    /// Tells that a budget ended. Of a file that neither speaks of graphs nor gave any, that is no error.
    /// </summary>
    private static void AddExhausted(
        string path, string reason, bool isDetail, List<ComfyDepsException> errors, List<string> details)
    {
        string message = $"'{path}' was not followed to its end: {reason}.";
        if (isDetail)
        {
            details.Add(message);
            return;
        }

        errors.Add(new ComfyDepsException(
            ErrorCode.ScriptBudget,
            message,
            path,
            "What was found until then counts; name the workflow's own file to have more of the budget for it."));
    }

    /// <summary>
    /// Follows a file on a thread of its own: nested scripts need more stack than a pool's thread has.
    /// </summary>
    private static IReadOnlyList<WorkflowDocument> Follow(Func<IReadOnlyList<WorkflowDocument>> find)
    {
        IReadOnlyList<WorkflowDocument> documents = [];
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    documents = find();
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
