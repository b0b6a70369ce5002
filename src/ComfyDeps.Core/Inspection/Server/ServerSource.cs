using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;

namespace ComfyDeps.Inspection.Server;

/// <summary>
/// A running ComfyUI: its version, its classes and what they offer, its models. It is asked, and never changed.
/// </summary>
internal sealed class ServerSource
{
    /// <summary>
    /// Ten times the list of a server with a hundred packs and large model folders, and still held in memory at ease.
    /// </summary>
    private const long LargestClassList = 256L * 1024 * 1024;

    private readonly ServerQuestions _questions;

    /// <summary>Prepares to ask a server.</summary>
    /// <param name="http">What asks; see <see cref="ServerQuestions.Settings"/>.</param>
    /// <param name="address">The server.</param>
    internal ServerSource(HttpPipeline http, ServerAddress address) => _questions = new ServerQuestions(http, address);

    /// <summary>What the server says of itself.</summary>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<ServerSystem>> SystemAsync(CancellationToken cancellationToken)
        => _questions.Read(
            await _questions.GetAsync("/system_stats", cancellationToken).ConfigureAwait(false), ServerSchema.System);

    /// <summary>All classes that work.</summary>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<ServerClasses>> ClassesAsync(CancellationToken cancellationToken)
    {
        PipelineResponse response = await _questions.GetAsync("/object_info", cancellationToken, LargestClassList)
            .ConfigureAwait(false);
        Answer<ServerClasses> answer = _questions.Read(response, ObjectInfoReader.Read);
        return answer.Exists && answer.Value!.Count == 0
            ? Answer<ServerClasses>.Unknown(
                $"{_questions.Name} lists no class at all, not even its own.", "Try again later.")
            : answer;
    }

    /// <summary>One class, asked for by itself: that tells a class that is broken from one that is not there.</summary>
    /// <param name="name">The class.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<ServerClass>> ClassAsync(string name, CancellationToken cancellationToken)
    {
        if (name is "" or "." or "..")
        {
            return Answer<ServerClass>.Unknown($"A class with the name '{name}' cannot be asked for.");
        }

        PipelineResponse response = await _questions
            .GetAsync("/object_info/" + Uri.EscapeDataString(name), cancellationToken).ConfigureAwait(false);
        if (response.Status == HttpStatusCode.InternalServerError)
        {
            return Answer<ServerClass>.Unknown(
                $"{_questions.Name} fails when it is asked about the class '{SafeUrl.Redact(name)}': the class is "
                    + "there and broken, or the server is.",
                "See the server's log for what the class raises.");
        }

        Answer<ServerClasses> answer = _questions.Read(response, ObjectInfoReader.Read);
        if (!answer.Exists)
        {
            return Unasked<ServerClass>(answer.Reason, answer.Hint);
        }

        return answer.Value!.Find(name) is ServerClass found ? Answer<ServerClass>.Found(found, answer.AskedAt)
            : answer.Value.Count == 0 ? Answer<ServerClass>.Missing(
                $"{_questions.Name} has no class '{SafeUrl.Redact(name)}'.",
                answer.AskedAt,
                "Install the pack that provides it, or see the server's log for why that was not loaded.")
            : Answer<ServerClass>.Unknown(
                $"{_questions.Name} was asked about the class '{SafeUrl.Redact(name)}' and answered about another "
                    + "one.");
    }

    /// <summary>The keys of its model folders.</summary>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<IReadOnlyList<string>>> ModelFoldersAsync(CancellationToken cancellationToken)
        => _questions.Read(await _questions.GetAsync("/models", cancellationToken)
            .ConfigureAwait(false), ServerSchema.Names);

    /// <summary>The files of a model folder.</summary>
    /// <param name="folder">The folder's key.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<ServerModels>> ModelsAsync(string folder, CancellationToken cancellationToken)
    {
        if (folder is "" or "." or "..")
        {
            return Answer<ServerModels>.Unknown($"A folder with the name '{folder}' cannot be asked for.");
        }

        PipelineResponse response = await _questions
            .GetAsync("/models/" + Uri.EscapeDataString(folder), cancellationToken).ConfigureAwait(false);
        if (response.IsAnswered && response.Status == HttpStatusCode.NotFound)
        {
            return await ConfirmMissingAsync(folder, cancellationToken).ConfigureAwait(false);
        }

        Answer<ServerModels> answer = _questions.Read(
            response, body => new ServerModels(folder, ServerSchema.Names(body)));
        return answer.Exists ? answer : Unasked<ServerModels>(answer.Reason, answer.Hint);
    }

    /// <summary>
    /// 404 is also what a server without this route says, and what a proxy says while the server starts.
    /// </summary>
    private async Task<Answer<ServerModels>> ConfirmMissingAsync(string folder, CancellationToken cancellationToken)
    {
        Answer<IReadOnlyList<string>> folders = await ModelFoldersAsync(cancellationToken).ConfigureAwait(false);
        if (!folders.Exists)
        {
            return Unasked<ServerModels>(folders.Reason, folders.Hint);
        }

        return folders.Value!.Contains(folder, StringComparer.Ordinal)
            ? Answer<ServerModels>.Unknown(
                $"{_questions.Name} has the model folder '{SafeUrl.Redact(folder)}' and does not list it.")
            : Answer<ServerModels>.Missing(
                $"{_questions.Name} has no model folder '{SafeUrl.Redact(folder)}'.",
                folders.AskedAt,
                "The pack that brings this folder may not be installed.");
    }

    /// <summary>A server that lets nobody in has said nothing about the one thing that was asked for.</summary>
    private static Answer<T> Unasked<T>(string? reason, string? hint)
        where T : class
        => Answer<T>.Unknown(reason ?? "The server did not answer.", hint);
}
