using System;
using System.Text;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>Texts that are meant to break out: the same ones for the same seed.</summary>
internal sealed class HostileText(string root, int seed)
{
    private readonly Random _random = new(seed * 7919 + 1);
    private int _count;

    /// <summary>
    /// One more text. If anything of it is ever run or written as it says, a file with PWNED in its name appears.
    /// </summary>
    public string Next()
    {
        _count++;
        string touch = $"touch {root}/PWNED{_count}";
        string[] parts =
        [
            $"$({touch})", $"`{touch}`", $"'; {touch}; '", $"\"; {touch}; \"",
            $"\n{touch}\n", $"\r\n{touch}\r\n", $"; {touch} #", $"| {touch}", $"& {touch} &",
            $"'$({touch})'", $"\\'; {touch} #", $"$'\\n{touch}\\n'", $"${{IFS}}{touch}",
            $"<({touch})", $"> {root}/PWNED{_count}", $"\nPLAN\n{touch}\n", $"\n}}\n{touch}\nplan() {{\n",
            $"../PWNED{_count}", $"../../PWNED{_count}", $"{root}/PWNED{_count}",
            $"a/../../../PWNED{_count}", $"..\\PWNED{_count}", $"c:\\PWNED{_count}", $"~/PWNED{_count}", ".git/hooks",
            $"-o{root}/PWNED{_count}", $"--output={root}/PWNED{_count}",
            $"--upload-pack={touch}", $"ext::sh -c {touch}", $"file://{root}/main.py", $"@{root}/main.py",
            "--", "-", ".", "..", "...", "", " ", "\t", "*", "?", "[a-z]*", "{a,b}",
            "!!", "!$", "~root", "#comment", "\\", "\\\\", "'", "\"", "''", "$", "${", "$(", "`", "\0", "\0\0x",
            "\u202Egnp.exe", "\uFEFFx", "\u2028", "é", "e\u0301", "模型", "🙂", "\uD800",
            "%00", "%2e%2e%2fPWNED", "%n%s", "{}", "con", "nul.txt", new string('a', 300), new string('ä', 130),
        ];
        StringBuilder text = new(parts[_random.Next(parts.Length)]);
        for (int more = _random.Next(3); more > 0; more--)
        {
            text.Append(_random.Next(2) == 0 ? "" : "/").Append(parts[_random.Next(parts.Length)]);
        }

        return text.ToString();
    }
}
