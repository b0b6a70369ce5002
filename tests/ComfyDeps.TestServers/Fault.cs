using System;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace ComfyDeps.TestServers;

/// <summary>A way in which a service can fail, served instead of, or in the middle of, its answer.</summary>
public sealed class Fault
{
    private readonly Func<HttpContext, RequestDelegate, Task> _serve;

    private Fault(string name, Func<HttpContext, RequestDelegate, Task> serve)
    {
        Name = name;
        _serve = serve;
    }

    public string Name { get; }

    /// <summary>The connection is reset before a byte is answered.</summary>
    public static Fault Reset { get; } = new(nameof(Reset), static (context, _) =>
    {
        ResetConnection(context);
        return Task.CompletedTask;
    });

    /// <summary>Nothing is ever answered; the connection stays open.</summary>
    public static Fault Stall { get; } = new(nameof(Stall), static (context, _) => WaitForClientAsync(context));

    /// <summary>Headers and half of the body are answered, and then nothing more.</summary>
    public static Fault StallInBody { get; } = new(nameof(StallInBody), static async (context, next) =>
    {
        if (await SendHalfAsync(context, next))
        {
            await WaitForClientAsync(context);
        }
    });

    /// <summary>The connection breaks after half of the body.</summary>
    public static Fault HalfBody { get; } = new(nameof(HalfBody), static async (context, next) =>
    {
        await SendHalfAsync(context, next);
        ResetConnection(context);
    });

    /// <summary>Half of the body is answered with a length that says it is whole.</summary>
    public static Fault WrongLength { get; } = new(nameof(WrongLength), static async (context, next) =>
    {
        byte[] body = await RunAsync(context, next);
        context.Response.ContentLength = body.Length / 2;
        context.Response.Headers.Remove("ETag");
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
    });

    /// <summary>A login or error page with status 200.</summary>
    public static Fault Html { get; } = Answer(
        nameof(Html),
        200,
        "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to continue</body></html>",
        "text/html; charset=utf-8");

    /// <summary>An error object with status 200.</summary>
    public static Fault ErrorIn200 { get; } = Answer(
        nameof(ErrorIn200), 200, """{"error":"internal error","message":"try again"}""", "application/json");

    /// <summary>An empty body with status 200.</summary>
    public static Fault EmptyIn200 { get; } = Answer(nameof(EmptyIn200), 200, "", "application/json");

    /// <summary>JSON that nests deeper than any reader accepts.</summary>
    public static Fault DeepJson { get; } = Answer(nameof(DeepJson), 200, new string('[', 100_000), "application/json");

    /// <summary>A status with headers, as 'Name: value' lines, and a body.</summary>
    public static Fault Status(
        int status,
        string body = "",
        string contentType = "application/json",
        params string[] headers)
        => Answer($"Status {status}", status, body, contentType, headers);

    /// <summary>429, with Retry-After in seconds when that is given.</summary>
    public static Fault TooManyRequests(int? retryAfter = null) => retryAfter is null
        ? Answer("429", 429, """{"message":"Too Many Requests"}""", "application/json")
        : Answer(
            "429",
            429,
            """{"message":"Too Many Requests"}""",
            "application/json",
            $"Retry-After: {retryAfter.Value.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>A body that never ends, for limits on size.</summary>
    public static Fault EndlessBody { get; } = new(nameof(EndlessBody), static async (context, _) =>
    {
        context.Response.ContentType = "application/json";
        byte[] block = Encoding.ASCII.GetBytes("[" + new string(' ', 64 * 1024 - 1));
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(block, context.RequestAborted);
        }
    });

    public override string ToString() => Name;

    internal Task ServeAsync(HttpContext context, RequestDelegate next) => _serve(context, next);

    private static Fault Answer(string name, int status, string body, string contentType, params string[] headers)
        => new(name, async (context, _) =>
        {
            context.Response.StatusCode = status;
            foreach (string header in headers)
            {
                string[] parts = header.Split(':', 2, StringSplitOptions.TrimEntries);
                context.Response.Headers[parts[0]] = parts[1];
            }

            byte[] bytes = Encoding.UTF8.GetBytes(body);
            context.Response.ContentType = contentType;
            context.Response.ContentLength = bytes.Length;
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
            }
        });

    /// <summary>Makes the true answer, and keeps its body back.</summary>
    private static async Task<byte[]> RunAsync(HttpContext context, RequestDelegate next)
    {
        Stream wire = context.Response.Body;
        using MemoryStream body = new();
        context.Response.Body = body;
        await next(context);
        context.Response.Body = wire;
        return body.ToArray();
    }

    /// <summary>False when there was no body to cut: then the connection is as good as reset.</summary>
    private static async Task<bool> SendHalfAsync(HttpContext context, RequestDelegate next)
    {
        byte[] body = await RunAsync(context, next);
        if (body.Length < 2)
        {
            return false;
        }

        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        return true;
    }

    private static async Task WaitForClientAsync(HttpContext context)
    {
        TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static void ResetConnection(HttpContext context)
    {
        Socket? socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (socket is not null)
        {
            // A linger of nothing makes closing a reset, not a polite end.
            socket.LingerState = new LingerOption(enable: true, 0);
        }

        context.Abort();
    }
}
