using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using ComfyDeps.Inspection.Ssh;

namespace ComfyDeps.Acceptance.Tests.Inspection;

/// <summary>
/// The first bytes of model files are told alike by a host's Python and, where it has none, by its shell.
/// </summary>
public sealed class ProbedHeadsTests : IDisposable
{
    private const string Nonce = "abcdefabcdefabcdefabcdefabcdefab";

    private const string Header =
        """{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,20]},"b":{"data_offsets" : [ 20 , 32 ]}}""";

    private static readonly string[] s_tools =
    [
        "sh", "awk", "find", "stat", "od", "tr", "head", "tail", "grep", "readlink", "uname", "nproc", "cat", "sed",
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("comfydeps-heads-").FullName;

    public void Dispose() => TempFolder.Delete(_root);

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public async Task PythonAndTheShellTellTheSame(string shell)
    {
        string program = Tool.Need(shell, shell);
        Tool.Need("python3", "python3");
        Fill();
        string tools = Tools();
        string[] byShell = await HeadsAsync(program, tools);
        File.CreateSymbolicLink(Path.Join(tools, "python3"), Tool.Need("python3", "python3"));
        string[] byPython = await HeadsAsync(program, tools);

        Assert.Equal(byShell, byPython);
        Assert.Equal(17, byPython.Length);
        Assert.Contains(
            byPython,
            static line => line.StartsWith($"{Nonce} m {8 + 120 + 32} 0 ", StringComparison.Ordinal)
                && line.EndsWith("/whole.safetensors", StringComparison.Ordinal));
        Assert.Contains(
            byPython,
            static line => line.StartsWith($"{Nonce} m - 1 504b0304", StringComparison.Ordinal)
                && line.EndsWith("/whole.pt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task APythonThatDoesNotRunIsNotReliedOn()
    {
        string program = Tool.Need("dash", "dash");
        Fill();
        string tools = Tools();
        File.WriteAllText(Path.Join(tools, "python3"), "#!/bin/sh\nexit 127\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Join(tools, "python3"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Assert.Equal(17, (await HeadsAsync(program, tools)).Length);
    }

    /// <summary>A folder with what the probe needs, and no Python.</summary>
    private string Tools()
    {
        string tools = Directory.CreateDirectory(Path.Join(_root, "tools")).FullName;
        foreach (string tool in s_tools)
        {
            File.CreateSymbolicLink(Path.Join(tools, tool), Tool.Need(tool, "coreutils"));
        }

        return tools;
    }

    private void Fill()
    {
        string models = Path.Join(_root, "ComfyUI", "models", "loras");
        Directory.CreateDirectory(models);
        File.WriteAllText(Path.Join(_root, "ComfyUI", "main.py"), string.Empty);
        File.WriteAllText(Path.Join(_root, "ComfyUI", "folder_paths.py"), string.Empty);
        Write("whole.safetensors", SafeTensors(Header.PadRight(120), new byte[32]));
        Write("short.safetensors", SafeTensors(Header, new byte[3]));
        Write("name.sft", SafeTensors(Header, new byte[32]));
        Write("other.ckpt", SafeTensors(Header, new byte[32]));
        Write("header cut.safetensors", SafeTensors(Header, [])[..40]);
        Write("cut in a number.safetensors", SafeTensors(Header, [])[..68]);
        Write("no object.safetensors", SafeTensors("{\"a\":[1,2]} x", new byte[2]));
        Write("nothing in it.safetensors", SafeTensors("{}", new byte[4]));
        Write("huge.safetensors", SafeTensors("{\"a\":{\"data_offsets\":[0,99999999999999999999999999]}}", []));
        Write("too long.safetensors", [0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0, (byte)'{', .. new byte[20]]);
        Write("zeros.safetensors", new byte[600]);
        Write("page.safetensors", Encoding.ASCII.GetBytes("<!doctype html><html>"));
        Write("odd '\"$(x) \u00e9\n\\.safetensors", SafeTensors(Header, new byte[32]));
        Write("whole.pt", [.. "PK\u0003\u0004"u8, .. new byte[70_000], .. "PK\u0005\u0006"u8, .. new byte[18]]);
        Write("cut.pt", [.. "PK\u0003\u0004"u8, .. new byte[70_000]]);
        Write("end too far.pt", [.. "PK\u0003\u0004"u8, .. "PK\u0005\u0006"u8, .. new byte[70_000]]);
        Write("pointer.bin", Encoding.ASCII.GetBytes("version https://git-lfs.github.com/spec/v1\n"));
        Write("empty.bin", []);
        Write("note.txt", new byte[3_000_000]);

        void Write(string name, byte[] content) => File.WriteAllBytes(Path.Join(models, name), content);
    }

    private static byte[] SafeTensors(string header, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(header), .. data];
    }

    private async Task<string[]> HeadsAsync(string shell, string tools)
    {
        BufferedCommandResult result = await Cli.Wrap(shell)
            .WithArguments(["-s"])
            .WithStandardInputPipe(
                PipeSource.FromBytes(ProbeScript.Look(Nonce, Path.Join(_root, "ComfyUI"), readsHeaders: true)))
            .WithEnvironmentVariables(variables => variables.Set("PATH", tools).Set("HOME", _root))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Encoding.UTF8, TestContext.Current.CancellationToken);
        return [
            .. result.StandardOutput.Split('\n')
                .Where(static line => line.StartsWith($"{Nonce} m ", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }
}
