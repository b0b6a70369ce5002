using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace ComfyDeps.TestServers;

/// <summary>
/// Puts TLS in front of a stand-in, with a certificate of its own, for clients that speak https only.
/// </summary>
public sealed class TlsFront : IAsyncDisposable
{
    private readonly Uri _behind;
    private readonly X509Certificate2 _certificate;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;

    /// <summary>Opens it.</summary>
    /// <param name="behind">The stand-in.</param>
    /// <param name="hosts">The hosts that it stands in for, where a client is led here under their names.</param>
    public TlsFront(StandIn behind, params string[] hosts)
    {
        ArgumentNullException.ThrowIfNull(behind);
        ArgumentNullException.ThrowIfNull(hosts);
        _behind = new Uri(behind.Address);
        _certificate = Certificate(hosts);
        _listener.Start();
        Address = $"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    /// <summary>Where it is, without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>Its certificate, for the client that shall trust it.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _certificate.Dispose();
        _stop.Dispose();
    }

    private static X509Certificate2 Certificate(string[] hosts)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(
            $"CN={(hosts.Length > 0 ? hosts[0] : "127.0.0.1")}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        foreach (string host in hosts)
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 made = request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
        // A key that lives in memory only is refused by some platforms.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
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
        using TcpClient front = client;
        using TcpClient back = new();
        try
        {
            await back.ConnectAsync(_behind.Host, _behind.Port, _stop.Token);
            await using SslStream outer = new(front.GetStream());
            await outer.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
            NetworkStream inner = back.GetStream();
            await Task.WhenAny(outer.CopyToAsync(inner, _stop.Token), inner.CopyToAsync(outer, _stop.Token));
        }
        catch (Exception e) when (e is IOException
            or OperationCanceledException
            or SocketException
            or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or does not trust the certificate: its own error says so.
        }
    }
}
