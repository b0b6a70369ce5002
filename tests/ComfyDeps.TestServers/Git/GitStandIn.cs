using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ComfyDeps.TestServers.Git;

/// <summary>
/// A git host: the real <c>git http-backend</c> over repositories that the test makes, with the manners of GitHub.
/// </summary>
public sealed class GitStandIn : StandIn
{
    private const string Discovery = "/info/refs";

    private readonly string _root = Directory.CreateTempSubdirectory("comfydeps-git").FullName;
    private readonly Dictionary<string, GitRepository> _repositories = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, CgiAnswer> _remembered = new(StringComparer.Ordinal);

    public GitStandIn(int port = 0)
        : base("Git", port)
    {
        Routes.MapMethods("/{owner}/{name}/{**rest}", [HttpMethods.Get, HttpMethods.Post], ServeAsync);
        Open();
    }

    /// <summary>Whether a missing repository is answered with 401, as GitHub does, and not with 404.</summary>
    public bool MasksMissing { get; set; } = true;

    /// <summary>Whether protocol 2 begins with the line that names the service, as on GitHub.</summary>
    public bool NamesService { get; set; }

    /// <summary>Whether the server knows protocol 0 only.</summary>
    public bool IsOld { get; set; }

    /// <summary>
    /// Whether the first answer to a question is given again without starting git: for measuring others.
    /// </summary>
    public bool Remembers { get; set; }

    /// <summary>Repositories that only this token may read, by name.</summary>
    public IDictionary<string, string> Tokens { get; } = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Where a repository moved to: any address; what follows its name in the request is added.</summary>
    public IDictionary<string, string> Moved { get; } = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a redirect loses what follows the repository's name.</summary>
    public bool BreaksTail { get; set; }

    /// <summary>Makes a repository.</summary>
    /// <param name="name">Owner and name.</param>
    /// <param name="isSha256">Whether its ids are SHA-256.</param>
    public GitRepository Add(string name, bool isSha256 = false)
    {
        GitRepository repository = new(
            Path.Join(_root, $"{_repositories.Count.ToString(CultureInfo.InvariantCulture)}.git"), isSha256);
        _repositories[name] = repository;
        return repository;
    }

    /// <summary>A repository that was made.</summary>
    /// <param name="name">Owner and name.</param>
    public GitRepository Repository(string name) => _repositories[name];

    /// <summary>Serves a repository under one more name.</summary>
    public void Alias(string name, GitRepository repository) => _repositories[name] = repository;

    /// <inheritdoc/>
    protected override ValueTask CloseAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task ServeAsync(HttpContext context)
    {
        string owner = (string)context.Request.RouteValues["owner"]!;
        string name = (string)context.Request.RouteValues["name"]!;
        string rest = "/" + (string?)context.Request.RouteValues["rest"];
        string full = $"{owner}/{(name.EndsWith(".git", StringComparison.Ordinal) ? name[..^4] : name)}";
        if (Moved.TryGetValue(full, out string? target))
        {
            context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
            context.Response.Headers.Location = BreaksTail ? target : target + rest + context.Request.QueryString;
            return;
        }

        bool known = _repositories.TryGetValue(full, out GitRepository? repository);
        if (!known || !MayRead(context, full))
        {
            context.Response.StatusCode = MasksMissing && !context.Request.Headers.ContainsKey("Authorization")
                ? 401
                : 404;
            if (context.Response.StatusCode == 401)
            {
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"GitHub\"";
            }

            await context.Response.WriteAsync("Repository not found.", context.RequestAborted);
            return;
        }

        CgiAnswer answer = await AskAsync(context, repository!, rest);
        context.Response.StatusCode = answer.Status;
        foreach (KeyValuePair<string, string> header in answer.Headers)
        {
            context.Response.Headers[header.Key] = header.Value;
        }

        await PaceAsync(context, answer.Body);
    }

    private bool MayRead(HttpContext context, string name)
    {
        if (!Tokens.TryGetValue(name, out string? token))
        {
            return true;
        }

        string pair = Convert.ToBase64String(Encoding.ASCII.GetBytes($"x-access-token:{token}"));
        return context.Request.Headers.Authorization == $"Basic {pair}";
    }

    private async Task<CgiAnswer> AskAsync(HttpContext context, GitRepository repository, string rest)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        string protocol = IsOld ? "" : context.Request.Headers["Git-Protocol"].ToString();
        string key = $"{repository.Folder} {rest} {protocol} {Convert.ToBase64String(body.ToArray())}";
        if (Remembers && _remembered.TryGetValue(key, out CgiAnswer? known))
        {
            return known;
        }

        CgiAnswer answer = await RunAsync(context.Request, repository, rest, protocol, body.ToArray());
        if (NamesService && rest == Discovery && answer.Body.AsSpan().StartsWith("000eversion 2\n"u8))
        {
            answer = answer with { Body = [.. "001e# service=git-upload-pack\n0000"u8, .. answer.Body] };
        }

        _remembered[key] = answer;
        return answer;
    }

    private static async Task<CgiAnswer> RunAsync(
        HttpRequest request, GitRepository repository, string rest, string protocol, byte[] body)
    {
        ProcessStartInfo start = GitProgram.Prepare(repository.Folder, ["http-backend"]);
        start.Environment["GIT_PROJECT_ROOT"] = repository.Folder;
        start.Environment["GIT_HTTP_EXPORT_ALL"] = "1";
        start.Environment["PATH_INFO"] = rest;
        start.Environment["QUERY_STRING"] = request.QueryString.Value?.TrimStart('?') ?? "";
        start.Environment["REQUEST_METHOD"] = request.Method;
        start.Environment["CONTENT_TYPE"] = request.ContentType ?? "";
        start.Environment["CONTENT_LENGTH"] = body.Length.ToString(CultureInfo.InvariantCulture);
        if (protocol.Length > 0)
        {
            start.Environment["GIT_PROTOCOL"] = protocol;
        }

        using Process process = Process.Start(start)
            ?? throw new InvalidOperationException("The git program cannot be started.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(body);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Git ends early where it is asked for what it does not do.
        }

        using MemoryStream output = new();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        await errors;
        return CgiAnswer.Parse(output.ToArray());
    }

    private sealed record CgiAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
    {
        internal static CgiAnswer Parse(byte[] output)
        {
            int end = output.AsSpan().IndexOf("\r\n\r\n"u8);
            string[] lines = end < 0 ? [] : Encoding.ASCII.GetString(output, 0, end).Split("\r\n");
            KeyValuePair<string, string>[] headers =
            [
                .. from line in lines
                   let parts = line.Split(':', 2, StringSplitOptions.TrimEntries)
                   select KeyValuePair.Create(parts[0], parts[1]),
            ];
            string? status = headers.FirstOrDefault(static one => one.Key == "Status").Value;
            return new CgiAnswer(
                status is null ? 200 : int.Parse(status.AsSpan(0, 3), CultureInfo.InvariantCulture),
                [.. headers.Where(static one => one.Key != "Status")],
                end < 0 ? [] : output[(end + 4)..]);
        }
    }
}
