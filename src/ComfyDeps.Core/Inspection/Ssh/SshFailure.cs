using System;
using System.Linq;

namespace ComfyDeps.Inspection.Ssh;

/// <summary>Says in the user's words why a host could not be looked at.</summary>
internal static class SshFailure
{
    private const int OwnFailure = 255;
    private const int LongestReason = 300;

    /// <summary>What <c>ssh</c> says, the cause, and what to do; the first that is found counts.</summary>
    private static readonly (string Says, string Cause, string Hint)[] s_causes =
    [
        (
            "HOST IDENTIFICATION HAS CHANGED",
            "its host key is not the one that is known",
            "If the pod was made anew, remove the old key with 'ssh-keygen -R'; else somebody may stand between."),
        (
            "Host key verification failed",
            "its host key is not known",
            "Connect once with 'ssh' and accept the key, or give -Options @{ StrictHostKeyChecking = 'accept-new' }."),
        (
            "Permission denied",
            "it accepts none of the keys",
            "Give the right key with -KeyFilePath or load it into the agent, and the right user name with -UserName."),
        (
            "Too many authentication failures",
            "too many keys were offered",
            "Give the right key with -KeyFilePath and -Options @{ IdentitiesOnly = 'yes' }."),
        ("Could not resolve hostname", "its name is not known", "Check the spelling."),
        ("Connection refused", "nothing listens there", "Check the port: a pod's changes each time it starts."),
        ("timed out", "it does not answer", "Check address and port, and whether the pod runs."),
        ("not responding", "the connection was lost", "Look again; it may have been stopped."),
        ("Connection reset", "the connection was lost", "Look again; it may have been stopped."),
        ("Connection closed", "the connection was lost", "Look again; it may have been stopped."),
        ("closed by remote host", "the connection was lost", "Look again; it may have been stopped."),
        ("Broken pipe", "the connection was lost", "Look again; it may have been stopped."),
        ("No route to host", "there is no way to it", "Check the address and the network."),
        ("Network is unreachable", "there is no way to it", "Check the address and the network."),
        ("support PTY", "its proxy runs no commands", "Use the pod's direct TCP port for SSH."),
        ("no such identity", "the key file is not there", "Check -KeyFilePath."),
        ("incorrect passphrase", "the key is locked", "Load the key into the agent with 'ssh-add'."),
        ("Bad configuration option", "ssh does not know an option", "Check -Options."),
        ("not found", "it has no POSIX shell", "Look at it by its folder or its server."),
    ];

    /// <summary>The error.</summary>
    /// <param name="host">The host.</param>
    /// <param name="code">How <c>ssh</c> ended.</param>
    /// <param name="errors">What it printed.</param>
    /// <param name="isOverLimit">Whether the host told more than is taken.</param>
    internal static ComfyDepsException Of(string host, int code, string errors, bool isOverLimit)
    {
        if (isOverLimit)
        {
            return Unavailable(
                host, "it told more than any installation holds", string.Empty, "See what its shell prints.");
        }

        string[] lines =
            [.. errors.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0)];
        foreach ((string says, string cause, string hint) in s_causes)
        {
            // What the host's own programs complain of has the same words.
            bool isPossible = code == OwnFailure || says is "support PTY" or "not found";
            if (isPossible
                && Array.Find(lines, line => line.Contains(says, StringComparison.OrdinalIgnoreCase)) is string line)
            {
                return Unavailable(host, cause, line, hint);
            }
        }

        string last = lines.LastOrDefault() ?? string.Empty;
        return code == OwnFailure
            ? Unavailable(
                host,
                "ssh could not reach it, or the connection was lost",
                last,
                "Try 'ssh' by hand with the same host, user, port and key.")
            : Unavailable(
                host, "its shell ended before it told everything", last, "See what 'sh' and its start files do there.");
    }

    /// <summary>An error about a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="said">What was said, or nothing.</param>
    /// <param name="hint">What to do next.</param>
    internal static ComfyDepsException Unavailable(string host, string cause, string said, string hint)
    {
        string quoted = said.Length == 0
            ? string.Empty
            : $" ({(said.Length > LongestReason ? said[..LongestReason] : said)})";
        return new ComfyDepsException(
            ErrorCode.EnvironmentUnavailable,
            ShownText.Of($"'{host}' could not be looked at over SSH: {cause}{quoted}."),
            ShownText.Of(host),
            hint);
    }
}
