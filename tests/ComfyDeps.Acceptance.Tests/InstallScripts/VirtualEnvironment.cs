using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using ComfyDeps.TestServers.Files;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>A virtual environment that runs a pod's ComfyUI, and an index of packages for it.</summary>
internal sealed class VirtualEnvironment : IAsyncDisposable
{
    private readonly bool _isOwn;

    /// <summary>Makes both; the environment knows nothing of the index yet.</summary>
    /// <param name="pod">The pod, whose Python it becomes.</param>
    /// <param name="withPip">Whether it has pip.</param>
    /// <param name="folder">Where it is made; null for a folder of its own, which goes with it.</param>
    /// <param name="packages">What the index has.</param>
    public VirtualEnvironment(Pod pod, bool withPip, string? folder, params (string Name, string Version)[] packages)
    {
        _isOwn = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("comfydeps-venv-").FullName;
        string made = withPip ? "True" : "False";
        Tool.RunPython(
            pod.Root,
            withPip ? "ensurepip, venv" : "venv",
            "python3-venv",
            $"import venv, sys; venv.create(sys.argv[1], with_pip={made})",
            Folder);
        pod.Python = Python;
        foreach (IGrouping<string, (string Name, string Version)> group in packages.GroupBy(static one => one.Name))
        {
            StringBuilder page = new("<!DOCTYPE html><html><body>\n");
            foreach ((string name, string version) in group)
            {
                string file = $"{name}-{version}-py3-none-any.whl";
                Uri address = Index.Add("/files/" + file, Wheel(name, version));
                page.Append($"<a href=\"{address}\">{file}</a>\n");
            }

            byte[] list = Encoding.UTF8.GetBytes(page.Append("</body></html>\n").ToString());
            Index.Add($"/simple/{group.Key}/", new ServedFile { Content = list, ContentType = "text/html" });
        }

        pod.Variables["PIP_NO_CACHE_DIR"] = "1";
    }

    public string Folder { get; }

    public string Python => Path.Join(Folder, "bin", "python");

    public FileStandIn Index { get; } = new("Package index");

    /// <summary>The address that pip and others are told.</summary>
    public string IndexAddress => Index.Address + "/simple/";

    /// <summary>Makes an environment with pip, which knows this one index.</summary>
    public static VirtualEnvironment WithIndex(Pod pod, string? folder, params (string Name, string Version)[] packages)
    {
        VirtualEnvironment python = new(pod, withPip: true, folder, packages);
        pod.Variables["PIP_INDEX_URL"] = python.IndexAddress;
        pod.Variables["PIP_CONFIG_FILE"] = "/dev/null";
        return python;
    }

    public async ValueTask DisposeAsync()
    {
        await Index.DisposeAsync();
        if (_isOwn)
        {
            TempFolder.Delete(Folder);
        }
    }

    /// <summary>What the environment's Python prints.</summary>
    public async Task<string> AskAsync(string code)
        => (await Cli.Wrap(Python)
            .WithArguments(["-c", code])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken)).StandardOutput.Trim();

    /// <summary>The smallest wheel that there is.</summary>
    private static byte[] Wheel(string name, string version)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            string info = $"{name}-{version}.dist-info";
            (string Path, string Content)[] files =
            [
                ($"{name}/__init__.py", $"version = '{version}'\n"),
                ($"{info}/METADATA", $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"),
                ($"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
                ($"{info}/RECORD", $"{name}/__init__.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n"),
            ];
            foreach ((string path, string content) in files)
            {
                using StreamWriter writer = new(zip.CreateEntry(path).Open());
                writer.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
