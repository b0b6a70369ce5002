using System;
using System.IO;

namespace ComfyDeps.Core.Tests.Workflows.Media;

/// <summary>A folder for what encoders write, with the two texts in it as they are given to them.</summary>
public sealed class EncoderFixture : IDisposable
{
    private int _files;

    public EncoderFixture()
    {
        Folder = Directory.CreateTempSubdirectory("comfydeps-media-").FullName;
        File.WriteAllText(Path.Join(Folder, "prompt.json"), Reading.Prompt);
        File.WriteAllText(Path.Join(Folder, "workflow.json"), Reading.Workflow);
        File.WriteAllText(
            Path.Join(Folder, "metadata.txt"),
            $";FFMETADATA1\nprompt={Escape(Reading.Prompt)}\nworkflow={Escape(Reading.Workflow)}\n");
    }

    public string Folder { get; }

    /// <summary>A path in the folder that nothing else uses.</summary>
    public string NewFile(string extension) => Path.Join(Folder, $"{++_files}.{extension}");

    /// <summary>A value as ffmpeg's metadata files want it.</summary>
    public static string Escape(string value)
        => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
            .Replace("#", "\\#", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
