using System;
using System.Collections.Generic;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Http;

namespace ComfyDeps.Inspection.Server;

/// <summary>
/// ComfyUI-Manager on a running server: which packs are installed, and which of them failed. Old and new routes.
/// </summary>
internal sealed class ServerPackSource
{
    private readonly ServerQuestions _questions;

    /// <summary>Prepares to ask a server.</summary>
    /// <param name="http">What asks; see <see cref="ServerQuestions.Settings"/>.</param>
    /// <param name="address">The server.</param>
    internal ServerPackSource(HttpPipeline http, ServerAddress address)
        => _questions = new ServerQuestions(http, address);

    /// <summary>The packs in <c>custom_nodes</c>.</summary>
    /// <param name="asLoaded">Whether as they were when the server started, else as they are on its disk now.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<IReadOnlyList<InstalledPack>>> InstalledAsync(
        bool asLoaded,
        CancellationToken cancellationToken)
    {
        string path = "/customnode/installed?mode=" + (asLoaded ? "imported" : "default");
        PipelineResponse response = await _questions.GetAsync("/v2" + path, cancellationToken).ConfigureAwait(false);
        if (IsNoRoute(response))
        {
            response = await _questions.GetAsync(path, cancellationToken).ConfigureAwait(false);
        }

        return IsNoRoute(response)
            ? Absent<IReadOnlyList<InstalledPack>>()
            : _questions.Read(response, ServerSchema.Installed);
    }

    /// <summary>
    /// Why packs could not be imported, by what they were asked for with. One that is not there has no failure that
    /// ComfyUI-Manager knows of; it may still not be installed.
    /// </summary>
    /// <param name="registryIds">Packs by their id in the registry.</param>
    /// <param name="repositories">Packs by the address of their repository.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    internal async Task<Answer<IReadOnlyDictionary<string, ImportFailure>>> ImportFailuresAsync(
        IReadOnlyList<string> registryIds,
        IReadOnlyList<string> repositories,
        CancellationToken cancellationToken)
    {
        if (registryIds.Count + repositories.Count == 0)
        {
            return Answer<IReadOnlyDictionary<string, ImportFailure>>.Found(
                new Dictionary<string, ImportFailure>(), null);
        }

        byte[] question = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["cnr_ids"] = Texts(registryIds),
            ["urls"] = Texts(repositories),
        });
        PipelineResponse response = await _questions
            .PostAsync("/v2/customnode/import_fail_info_bulk", question, cancellationToken).ConfigureAwait(false);
        return IsNoRoute(response)
            ? await OneByOneAsync(registryIds, repositories, cancellationToken).ConfigureAwait(false)
            : _questions.Read(response, body => ServerSchema.Failures(body, [.. registryIds, .. repositories]));
    }

    private static bool IsNoRoute(PipelineResponse response)
        => response.IsAnswered && response.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed;

    private static JsonArray Texts(IReadOnlyList<string> texts)
    {
        JsonArray array = [];
        foreach (string text in texts)
        {
            array.Add((JsonNode)text);
        }

        return array;
    }

    private Answer<T> Absent<T>()
        where T : class
        => Answer<T>.Unknown(
            $"{_questions.Name} has no ComfyUI-Manager that answers, so its packs cannot be asked for.",
            "Enable ComfyUI-Manager there, or look at the installation by its folder or over SSH.");

    /// <summary>The old routes know one pack at a time.</summary>
    private async Task<Answer<IReadOnlyDictionary<string, ImportFailure>>> OneByOneAsync(
        IReadOnlyList<string> registryIds,
        IReadOnlyList<string> repositories,
        CancellationToken cancellationToken)
    {
        Dictionary<string, ImportFailure> failures = new(StringComparer.Ordinal);
        DateTimeOffset? askedAt = null;
        for (int i = 0; i < registryIds.Count + repositories.Count; i++)
        {
            bool isId = i < registryIds.Count;
            string pack = isId ? registryIds[i] : repositories[i - registryIds.Count];
            byte[] question = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { [isId ? "cnr_id" : "url"] = pack });
            PipelineResponse response = await _questions
                .PostAsync("/customnode/import_fail_info", question, cancellationToken).ConfigureAwait(false);
            if (IsNoRoute(response))
            {
                return Absent<IReadOnlyDictionary<string, ImportFailure>>();
            }

            askedAt ??= response.AskedAt;

            // 400 with nothing in it is how it says that it knows of no failure.
            if (response.IsAnswered && response.Status == HttpStatusCode.BadRequest && response.Body.IsEmpty)
            {
                continue;
            }

            Answer<ImportFailure> answer = _questions.Read(response, ServerSchema.Failure);
            if (!answer.Exists)
            {
                return answer.Without<IReadOnlyDictionary<string, ImportFailure>>();
            }

            failures[pack] = answer.Value!;
        }

        return Answer<IReadOnlyDictionary<string, ImportFailure>>.Found(failures, askedAt);
    }
}
