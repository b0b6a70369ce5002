using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.TestServers;

/// <summary>
/// A proxy for clients that ask the services under their real names: it leads each host to its stand-in, over TLS with
/// a certificate that the client is told to trust, and any other host nowhere.
/// </summary>
public sealed class HttpsProxy : IAsyncDisposable
{
    private readonly Dictionary<string, TlsFront> _fronts = new(StringComparer.OrdinalIgnoreCase);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;

    /// <summary>Opens it.</summary>
    /// <param name="hosts">Each host, and what stands in for it.</param>
    public HttpsProxy(params (string Host, StandIn Behind)[] hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        foreach ((string host, StandIn behind) in hosts)
        {
            _fronts[host] = new TlsFront(behind, host);
        }

        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    /// <summary>Where it is, without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>The certificates to trust.</summary>
    public string CertificatesPem
        => string.Join('\n', _fronts.Values.Select(static front => front.CertificatePem)) + "\n";

    /// <summary>Every host that it was asked for, with its port, those included that it leads nowhere.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        foreach (TlsFront front in _fronts.Values)
        {
            await front.DisposeAsync();
        }

        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient near = client;
        using TcpClient far = new();
        try
        {
            NetworkStream stream = near.GetStream();
            string[] words = (await ReadHeadAsync(stream)).Split(' ');
            string target = words.Length > 1 && words[0] == "CONNECT" ? words[1] : "";
            Asked.Enqueue(target);
            if (!target.EndsWith(":443", StringComparison.Ordinal)
                || !_fronts.TryGetValue(target[..^4], out TlsFront? front))
            {
                await stream.WriteAsync("HTTP/1.1 502 Nowhere\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _stop.Token);
                return;
            }

            Uri address = new(front.Address);
            await far.ConnectAsync(address.Host, address.Port, _stop.Token);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), _stop.Token);
            NetworkStream behind = far.GetStream();
            await Task.WhenAny(stream.CopyToAsync(behind, _stop.Token), behind.CopyToAsync(stream, _stop.Token));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The client went away.
        }
    }

    /// <summary>The head of a request, and not a byte of what follows it.</summary>
    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (head.Length < 16_384
            && !head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)
            && await stream.ReadAsync(one, _stop.Token) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
