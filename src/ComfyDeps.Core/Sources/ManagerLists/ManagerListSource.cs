using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Http;

namespace ComfyDeps.Sources.ManagerLists;

/// <summary>Fetches ComfyUI-Manager's lists from their public address. All of them come, or none is used.</summary>
internal sealed class ManagerListSource
{
    private const long LargestList = 64 * 1024 * 1024;

    private readonly HttpPipeline _http;
    private readonly Uri _address;

    /// <summary>A source over the pipeline.</summary>
    /// <param name="http">The way out.</param>
    /// <param name="addresses">Where the services are.</param>
    internal ManagerListSource(HttpPipeline http, ServiceAddresses addresses)
    {
        _http = http;
        _address = addresses.Manager;
    }

    /// <summary>
    /// The lists: their names, and the field that each must have to be one; none for a list without a fixed field.
    /// </summary>
    internal static IReadOnlyList<KeyValuePair<string, string?>> Lists { get; } =
    [
        new("custom-node-list.json", "custom_nodes"),
        new("extension-node-map.json", null),
        new("github-stats.json", null),
        new("model-list.json", "models"),
    ];

    /// <summary>Fetches the lists into a folder.</summary>
    /// <param name="folder">An empty folder. What is in it after a failure is of no use.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The folder; or, when one of the lists could not be had, why.</returns>
    internal async Task<Answer<DirectoryInfo>> FetchAsync(DirectoryInfo folder, CancellationToken cancellationToken)
    {
        DateTimeOffset? askedAt = null;
        foreach ((string name, string? field) in Lists)
        {
            PipelineResponse response = await _http.SendAsync(
                new PipelineRequest(ServiceAddresses.Below(_address, "/" + name))
                {
                    Cache = CachePolicy.Revalidate,
                    Check = BodyCheck.Json,
                    MaximumBody = LargestList,
                },
                cancellationToken).ConfigureAwait(false);
            Answer<DirectoryInfo> answer = response.Read(r => Read(r, folder, name, field));
            if (!answer.Exists)
            {
                return answer;
            }

            askedAt = answer.AskedAt;
            await File.WriteAllBytesAsync(Path.Join(folder.FullName, name), response.Body.ToArray(), cancellationToken)
                .ConfigureAwait(false);
        }

        return Answer<DirectoryInfo>.Found(folder, askedAt);
    }

    /// <summary>
    /// Fetches the list of what ComfyUI-Manager refuses to start with. It is not one of the lists: where it cannot be
    /// had, what is known of it stays.
    /// </summary>
    /// <param name="folder">The folder of the lists.</param>
    /// <param name="fileName">The name to keep it under.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal async Task<Answer<FileInfo>> FetchSecurityAsync(
        DirectoryInfo folder,
        string fileName,
        CancellationToken cancellationToken)
    {
        PipelineResponse response = await _http.SendAsync(
            new PipelineRequest(ServiceAddresses.Below(_address, "/glob/" + fileName))
            {
                Cache = CachePolicy.Revalidate,
            },
            cancellationToken).ConfigureAwait(false);
        Answer<FileInfo> answer = response.Read(r => r.Status switch
        {
            HttpStatusCode.OK => Answer<FileInfo>.Found(new FileInfo(Path.Join(folder.FullName, fileName)), r.AskedAt),
            HttpStatusCode.NotFound => Answer<FileInfo>.Missing($"There is no list at {SafeUrl.Of(r.Uri)}.", r.AskedAt),
            _ => r.Unexpected<FileInfo>("The host of ComfyUI-Manager's lists"),
        });
        if (answer.Exists)
        {
            await File.WriteAllBytesAsync(answer.Value!.FullName, response.Body.ToArray(), cancellationToken)
                .ConfigureAwait(false);
        }

        return answer;
    }

    private static Answer<DirectoryInfo> Read(
        PipelineResponse response,
        DirectoryInfo folder,
        string name,
        string? field)
    {
        if (response.Status != HttpStatusCode.OK)
        {
            return response.Status == HttpStatusCode.NotFound
                ? Answer<DirectoryInfo>.Missing(
                    $"There is no list at {SafeUrl.Of(response.Uri)}.",
                    response.AskedAt,
                    $"Look at {EnvironmentVariables.ManagerUrl}: it must be the address of the folder that holds "
                        + $"'{name}'.")
                : response.Unexpected<DirectoryInfo>("The host of ComfyUI-Manager's lists");
        }

        return response.Json(
            body => body.ValueKind == JsonValueKind.Object && (field is null || body.TryGetProperty(field, out _)))
            ? Answer<DirectoryInfo>.Found(folder, response.AskedAt)
            : throw new InvalidDataException($"it is not the list '{name}'");
    }
}
