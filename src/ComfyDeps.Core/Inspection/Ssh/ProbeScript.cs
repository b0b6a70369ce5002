using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Text;

namespace ComfyDeps.Inspection.Ssh;

/// <summary>
/// What is sent to a host: a program for its shell, on standard input, so that nothing is installed there.
/// </summary>
internal static class ProbeScript
{
    private const string Name = "ComfyDeps.Inspection.Ssh.probe.sh";

    /// <summary>The question what is there.</summary>
    /// <param name="nonce">The word by which the answers are told.</param>
    /// <param name="folder">ComfyUI's folder or a volume there; null to look for it.</param>
    /// <param name="readsHeaders">Whether the first bytes of model files are wanted.</param>
    internal static byte[] Look(string nonce, string? folder, bool readsHeaders)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The resource '{Name}' is not there.");
        using StreamReader reader = new(stream);
        StringBuilder script = new();
        script.Append("nonce=").Append(nonce).Append('\n');
        script.Append("heads=").Append(readsHeaders ? '1' : '0').Append('\n');
        return
        [
            .. Encoding.UTF8.GetBytes(script.ToString()),
            .. "wanted="u8, .. Quoted(Encoding.UTF8.GetBytes(folder ?? string.Empty)), .. "\n"u8,
            .. Encoding.UTF8.GetBytes(reader.ReadToEnd().ReplaceLineEndings("\n")),
        ];
    }

    /// <summary>The question for the hashes of files, in several lanes that run side by side.</summary>
    /// <param name="paths">The files, as the host named them.</param>
    /// <param name="lanes">How many.</param>
    internal static byte[] Hash(IReadOnlyList<byte[]> paths, int lanes)
    {
        using MemoryStream script = new();
        for (int lane = 0; lane < Math.Min(lanes, paths.Count); lane++)
        {
            script.Write("{\n"u8);
            for (int i = lane; i < paths.Count; i += lanes)
            {
                script.Write(Encoding.ASCII.GetBytes(FormattableString.Invariant($"hash_file {i} ")));
                script.Write(Quoted(paths[i]));
                script.WriteByte((byte)'\n');
            }

            script.Write("} &\n"u8);
        }

        script.Write("wait\nexit 0\n"u8);
        return script.ToArray();
    }

    /// <summary>Bytes as one word of a POSIX shell, whatever they are.</summary>
    private static byte[] Quoted(byte[] text)
    {
        List<byte> quoted = [(byte)'\''];
        foreach (byte b in text)
        {
            if (b == (byte)'\'')
            {
                quoted.AddRange("'\\''"u8);
            }
            else
            {
                quoted.Add(b);
            }
        }

        quoted.Add((byte)'\'');
        return [.. quoted];
    }
}
