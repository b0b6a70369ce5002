using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ComfyDeps.TestServers;

/// <summary>
/// A service on loopback, on a port of its own. It keeps a log of what it was asked, fails as it is told to,
/// and knows every request that it may be asked: any other one fails the test that made it, by name, on disposal.
/// </summary>
public abstract class StandIn : IAsyncDisposable
{
    /// <summary>How far from a service's own port the port of its storage host is, where ports are fixed.</summary>
    protected const int StorageOffset = 20;

    private readonly WebApplication _application;
    private readonly List<string> _defects = [];
    private readonly Lock _lock = new();
    private long _sent;

    /// <summary>
    /// Prepares a service; the deriving constructor maps its routes and then calls <see cref="Open"/>.
    /// </summary>
    /// <param name="name">The service's name, for messages.</param>
    /// <param name="port">The port to listen on; 0 for any free one.</param>
    protected StandIn(string name, int port)
    {
        Name = name;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRoutingCore();
        _application = builder.Build();
        _application.UseRouting();
        _application.Use(ServeAsync);
    }

    public string Name { get; }

    /// <summary>Where it is, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    public RequestLog Requests { get; } = new();

    public FaultPlan Faults { get; } = new();

    /// <summary>How long every answer takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>
    /// How many bytes a second one answer gets at most, where the service paces answers; 0 for as many as there are.
    /// </summary>
    public int BytesPerSecond { get; set; }

    /// <summary>Whether what is sent is counted: for measuring.</summary>
    public bool CountsBytes { get; set; }

    /// <summary>How many bytes of bodies were sent, where that is counted.</summary>
    public long BytesSent => Interlocked.Read(ref _sent);

    /// <summary>
    /// False where a person tries things by hand: then a request that is not known is only answered as such.
    /// </summary>
    public bool IsStrict { get; set; } = true;

    protected IEndpointRouteBuilder Routes => _application;

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new(TimeSpan.FromMilliseconds(50));
        try
        {
            await _application.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // Connections that a test left open are closed by the disposal below.
        }

        await _application.DisposeAsync();
        await CloseAsync();
        GC.SuppressFinalize(this);
        string[] wrong = [.. _defects, .. Requests.Unknown.Select(request => $"No stand-in knows '{request}'.")];
        if (IsStrict && wrong.Length > 0)
        {
            throw new InvalidOperationException($"{Name}: {string.Join(' ', wrong.Distinct())}");
        }
    }

    /// <summary>Starts listening.</summary>
    protected void Open()
    {
        _application.Start();
        Address = _application.Services.GetRequiredService<IServer>()
            .Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single().TrimEnd('/');
    }

    /// <summary>Writes a body no faster than is allowed.</summary>
    protected async Task PaceAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (BytesPerSecond == 0)
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
            return;
        }

        // Paced by the clock, not by waits alone, which are longer than they say on a busy machine.
        const int SlicesPerSecond = 20;
        int slice = Math.Max(1, BytesPerSecond / SlicesPerSecond);
        long start = Stopwatch.GetTimestamp();
        for (int sent = 0; sent < body.Length; sent += slice)
        {
            TimeSpan due = TimeSpan.FromSeconds(sent / (double)BytesPerSecond) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, context.RequestAborted);
            }

            await context.Response.Body.WriteAsync(
                body.Slice(sent, Math.Min(slice, body.Length - sent)), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    /// <summary>Ends what the deriving class started besides.</summary>
    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// Gives a fault of the service's own making for this request, such as its rate limit; null to answer.
    /// </summary>
    protected virtual Fault? Refuse(RecordedRequest request) => null;

    private async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        RecordedRequest request = await RecordedRequest.ReadAsync(context);
        Endpoint? endpoint = context.GetEndpoint();
        bool known = endpoint is RouteEndpoint;
        Requests.Begin(request, known);
        if (CountsBytes)
        {
            context.Response.Body = new CountingStream(
                context.Response.Body, count => Interlocked.Add(ref _sent, count));
        }

        try
        {
            if (Latency > TimeSpan.Zero)
            {
                await Task.Delay(Latency, context.RequestAborted);
            }

            Fault? fault = known ? Refuse(request) ?? Faults.Take(request) : null;
            request.Fault = fault?.Name;
            Task serving = fault?.ServeAsync(context, next)
                ?? (known ? next(context) : NotKnownAsync(context, request));
            await serving;
            request.Status = context.Response.StatusCode;
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested
            && e is not OperationCanceledException)
        {
            lock (_lock)
            {
                _defects.Add($"'{request}' made the stand-in fail: {e.Message}");
            }

            throw;
        }
        finally
        {
            Requests.End();
        }
    }

    private static Task NotKnownAsync(HttpContext context, RecordedRequest request)
    {
        context.Response.StatusCode = StatusCodes.Status501NotImplemented;
        return context.Response.WriteAsync($"No stand-in knows '{request}'.", context.RequestAborted);
    }
}
