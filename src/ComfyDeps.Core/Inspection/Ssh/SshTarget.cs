using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ComfyDeps.Inspection.Ssh;

/// <summary>
/// A host, and how the system's <c>ssh</c> is told to reach it. Its configuration, agent, known hosts and jump hosts
/// hold.
/// </summary>
internal sealed class SshTarget
{
    private const int LongestName = 255;

    /// <summary>
    /// What a command that nobody sits before needs; before the user's options, so that none of them undoes it.
    /// </summary>
    private static readonly string[] s_fixed =
    [
        "BatchMode=yes", "RequestTTY=no", "RemoteCommand=none", "PermitLocalCommand=no",
        "StdinNull=no", "ForkAfterAuthentication=no",
        "SessionType=default", "ClearAllForwardings=yes", "ForwardAgent=no",
        "ForwardX11=no", "EscapeChar=none", "Tunnel=no",
    ];

    /// <summary>What holds where the user says nothing else: a connection that is lost is noticed.</summary>
    private static readonly string[] s_usual =
    [
        "ConnectTimeout=20", "ConnectionAttempts=1", "ServerAliveInterval=15",
        "ServerAliveCountMax=4", "LogLevel=ERROR",
    ];

    /// <summary>Options that say which machine a name stands for.</summary>
    private static readonly HashSet<string> s_where = new(System.StringComparer.OrdinalIgnoreCase)
    {
        "HostName",
        "Port",
        "ProxyCommand",
        "ProxyJump",
        "User",
    };

    private readonly string _host;
    private readonly string? _user;
    private readonly int? _port;
    private readonly string? _key;
    private readonly IReadOnlyDictionary<string, string> _options;

    private SshTarget(string host, string? user, int? port, string? key, IReadOnlyDictionary<string, string> options)
    {
        _host = host;
        _user = user;
        _port = port;
        _key = key;
        _options = options;
        Name = port is null or 22 ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
    }

    /// <summary>What the host is called in results.</summary>
    internal string Name { get; }

    /// <summary>What tells it from every other, for the cache.</summary>
    internal string Identity
    {
        get
        {
            IEnumerable<string> options = _options
                .Where(static option => s_where.Contains(option.Key))
                .OrderBy(static option => option.Key, StringComparer.Ordinal)
                .Select(static option => $" {option.Key}={option.Value}");
            return $"ssh:{_user}@{Name}{string.Concat(options)}";
        }
    }

    /// <summary>Takes a host as users give it.</summary>
    /// <param name="hostName">The host, with a user name before an <c>@</c> or without.</param>
    /// <param name="userName">The user name for a host without.</param>
    /// <param name="port">The port, or null.</param>
    /// <param name="keyFilePath">The private key, or null.</param>
    /// <param name="options">Further options.</param>
    /// <exception cref="ComfyDepsException">A part of it would be taken for something else.</exception>
    internal static SshTarget Create(
        string hostName,
        string? userName = null,
        int? port = null,
        string? keyFilePath = null,
        IReadOnlyDictionary<string, string>? options = null)
    {
        int at = hostName.LastIndexOf('@');
        string host = hostName[(at + 1)..];
        string? user = at >= 0 ? hostName[..at] : userName;
        if (!IsName(host))
        {
            throw Invalid(
                $"'{hostName}' is no host name that can be given to ssh.",
                hostName,
                "Give a name or an address, such as root@192.0.2.1.");
        }

        if (user is not null && !IsName(user))
        {
            throw Invalid(
                $"'{user}' is no user name that can be given to ssh.",
                user,
                "Give a name that begins with a letter or a digit.");
        }

        foreach ((string key, string value) in options ?? new Dictionary<string, string>())
        {
            if (key.Length == 0 || !key.All(char.IsAsciiLetterOrDigit) || value.Any(char.IsControl))
            {
                throw Invalid(
                    $"'{key}' is no option that can be given to ssh.",
                    key,
                    "Name options as ssh's configuration file does, such as @{ ProxyJump = 'host' }.");
            }
        }

        return new SshTarget(host, user, port, keyFilePath, options ?? new Dictionary<string, string>());
    }

    /// <summary>The arguments of <c>ssh</c> that run a command there.</summary>
    /// <param name="command">The command.</param>
    internal IReadOnlyList<string> Arguments(string command)
    {
        List<string> arguments = ["-T"];
        IEnumerable<string> options = s_fixed.Concat(_options.Select(static o => $"{o.Key}={o.Value}")).Concat(s_usual);
        foreach (string option in options)
        {
            arguments.AddRange(["-o", option]);
        }

        if (_port is int port)
        {
            arguments.AddRange(["-p", port.ToString(CultureInfo.InvariantCulture)]);
        }

        if (_user is not null)
        {
            arguments.AddRange(["-l", _user]);
        }

        if (_key is not null)
        {
            arguments.AddRange(["-i", _key]);
        }

        return [.. arguments, "--", _host, command];
    }

    private static bool IsName(string text)
        => text.Length is > 0 and <= LongestName
            && text[0] != '-'
            && !text.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c));

    private static ComfyDepsException Invalid(string message, string target, string hint)
        => new(ErrorCode.InvalidArgument, ShownText.Of(message), ShownText.Of(target), hint);
}
