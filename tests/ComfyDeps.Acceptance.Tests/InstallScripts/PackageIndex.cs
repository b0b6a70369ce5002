using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using ComfyDeps.TestServers.Files;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>A Python with the real pip, and the one package index that it knows.</summary>
internal static class PackageIndex
{
    /// <summary>Makes a virtual environment that a pod's script installs into, and an index with packages.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="folder">Where the virtual environment is made.</param>
    /// <param name="index">The index.</param>
    /// <param name="packages">What it has.</param>
    public static void Prepare(Pod pod, string folder, FileStandIn index, params (string Name, string Version)[] packages)
    {
        Tool.RunPython(pod.Root, "ensurepip, venv", "python3-venv", "import venv, sys; venv.create(sys.argv[1], with_pip=True)", folder);
        pod.Python = Path.Join(folder, "bin", "python");
        foreach (IGrouping<string, (string Name, string Version)> group in packages.GroupBy(static one => one.Name))
        {
            StringBuilder page = new("<!DOCTYPE html><html><body>\n");
            foreach ((string name, string version) in group)
            {
                string file = $"{name}-{version}-py3-none-any.whl";
                Uri address = index.Add("/files/" + file, Wheel(name, version));
                page.Append($"<a href=\"{address}\">{file}</a>\n");
            }

            byte[] list = Encoding.UTF8.GetBytes(page.Append("</body></html>\n").ToString());
            index.Add($"/simple/{group.Key}/", new ServedFile { Content = list, ContentType = "text/html" });
        }

        pod.Variables["PIP_INDEX_URL"] = index.Address + "/simple/";
        pod.Variables["PIP_CONFIG_FILE"] = "/dev/null";
        pod.Variables["PIP_NO_CACHE_DIR"] = "1";
    }

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
