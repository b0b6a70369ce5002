using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using ComfyDeps.Planning;

namespace ComfyDeps.Rendering.Docker;

/// <summary>
/// Writes a plan as a Dockerfile. What changes seldom stands first, each pack has a layer of its own, and every layer
/// ends with an error unless what it is for is there. No heredocs: older builders know none.
/// </summary>
internal static class DockerfileRenderer
{
    private const string Folder = "/usr/local/lib/comfydeps";
    private const string Program = Folder + "/pack.py";
    private const string Check = Folder + "/requirements.py";
    private const string ConstraintsFile = Folder + "/constraints.txt";

    private static readonly Lazy<string[]> s_program = new(
        static () => ReadProgram("ComfyDeps.Rendering.Docker.pack.py"));
    private static readonly Lazy<string[]> s_check = new(
        static () => ReadProgram(InstallScriptRenderer.RequirementCheck));

    /// <summary>Renders a Dockerfile. The same input gives the same bytes.</summary>
    /// <param name="file">What it is made of.</param>
    internal static string Render(Dockerfile file)
    {
        StringBuilder text = new();
        Header(text, file);
        Line(text, $"FROM {Reference(file)}");
        Line(text);
        Line(text, "# Every command of a step counts, also one in the middle of a pipe.");
        Line(text, "SHELL [\"/bin/bash\", \"-euo\", \"pipefail\", \"-c\"]");
        Line(text);
        Line(text, "# Without it, requirements can land in an interpreter that ComfyUI does not use.");
        Line(text, "ENV VIRTUAL_ENV=/opt/venv");
        Line(text);
        Line(text, "# Puts packs and models at their pins, and looks afterwards whether they are there.");
        Lines(text, s_check.Value, Check);
        Lines(text, s_program.Value, Program);
        Constraints(text, file);
        if (file.ComfyUi is { } comfy)
        {
            Line(text);
            Line(text, $"# ComfyUI {Comment(comfy.Version ?? comfy.Commit)}");
            Step(text, "comfyui", comfy.Commit, "https://github.com/comfyanonymous/ComfyUI");
        }

        PackStep[] packs =
        [
            .. file.Plan.Packs.OrderBy(pack => file.Moving.Contains(pack.Name))
                .ThenBy(static pack => pack.Name, StringComparer.Ordinal),
        ];
        foreach (PackStep pack in packs)
        {
            Pack(text, pack);
        }

        Models(text, file);
        ModelFolders(text, file);
        Verify(text, packs);
        Line(text);
        Line(text, "SHELL [\"/bin/sh\", \"-c\"]");
        Line(text, $"LABEL comfydeps.registry.sha256={Label(file.RegistrySha256)} \\");
        Line(text, $"      comfydeps.version={Label(file.Version)}");
        return text.ToString();
    }

    private static void Header(StringBuilder text, Dockerfile file)
    {
        Line(
            text,
            $"# {Mark.Text} {Comment(file.Version)}: make it again with Export-ComfyDockerfile rather than change it.");
        Line(text, $"# From the registry with sha256 {Comment(file.RegistrySha256)}.");
        Line(text, file.WithModels
            ? $"# {Count(file.Plan.Packs.Count())} node packs and {Count(file.Plan.Models.Count())} model files are "
                + "in the image."
            : $"# {Count(file.Plan.Packs.Count())} node packs are in the image; the models are on the network volume.");
        foreach (UnverifiedPin pin in file.Plan.Unverified)
        {
            Line(text, $"# NOT VERIFIED: {pin.Kind} {Comment(pin.Name)}: {Comment(pin.Reason)}");
        }

        string[] secrets = file.WithModels
            ? [.. file.Plan.Models.Select(Secret).OfType<string>().Distinct().Order(StringComparer.Ordinal)]
            : [];
        if (secrets.Length > 0)
        {
            IEnumerable<string> options = secrets.Select(static name => $"--secret id={name},env={name}");
            Line(text, $"# Build with: docker build {string.Join(' ', options)} …");
        }

        Line(text);
        if (file.Base.Tag is string tag && file.Base.Digest is not null)
        {
            Line(
                text,
                $"# {Comment(file.Base.Name)}:{Comment(tag)}, by the digest that it had: a tag can come to mean "
                    + "another image.");
        }
        else if (file.Base.Digest is null)
        {
            Line(
                text,
                "# NOT PINNED: a tag can come to mean another image. Set-ComfyRegistryEnvironment pins it by its "
                    + "digest.");
        }
    }

    /// <summary>
    /// The image with its host; with the digest alone where there is one, because some builders take no tag beside it.
    /// </summary>
    private static string Reference(Dockerfile file)
    {
        string first = file.Base.Name.Split('/')[0];
        bool hasHost = file.Base.Name.Contains('/', StringComparison.Ordinal)
            && (first.IndexOfAny(['.', ':']) >= 0 || first == "localhost");
        string name = hasHost ? file.Base.Name
            : file.Base.Name.Contains('/', StringComparison.Ordinal) ? $"docker.io/{file.Base.Name}"
            : $"docker.io/library/{file.Base.Name}";
        return file.Base.Digest is string digest ? $"{name}@{digest}" : $"{name}:{file.Base.Tag ?? "latest"}";
    }

    private static void Constraints(StringBuilder text, Dockerfile file)
    {
        if (file.Constraints is not ConstraintsText constraints)
        {
            return;
        }

        Line(text);
        Line(
            text,
            "# Python distributions at the versions of the constraints file with sha256 "
                + $"{Comment(constraints.Sha256)}.");
        Lines(text, constraints.Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'), ConstraintsFile);
        Line(text, $"ENV PIP_CONSTRAINT={ConstraintsFile} UV_CONSTRAINT={ConstraintsFile}");
    }

    private static void Pack(StringBuilder text, PackStep pack)
    {
        Line(text);
        Line(text, $"# {Comment(pack.Name)}: {Comment(pack.Reason)}");
        if (pack.Source == SourceKind.Git)
        {
            Step(
                text,
                [
                    "git",
                    pack.Directory,
                    pack.Name,
                    pack.Pin,
                    pack.Url,
                    .. pack.Mirror.Length > 0 ? new[] { pack.Mirror } : [],
                ]);
        }
        else if (pack is { ArchiveSha256.Length: > 0, ArchiveUrl.Length: > 0 } || pack.Mirror.Length > 0)
        {
            Step(
                text,
                "archive",
                pack.Directory,
                pack.Id,
                pack.Pin,
                pack.Mirror.Length > 0 ? pack.Mirror : pack.ArchiveUrl,
                pack.ArchiveSha256);
        }
        else
        {
            // Its exit code tells little; what counts is what is there afterwards. In 80 columns it would tell even
            // less.
            Line(text, $"RUN COLUMNS=1000 comfy-node-install {ShellQuote.Of($"{pack.Id}@{pack.Pin}")}; \\");
            Line(text, $"    {Command("manager", pack.Directory, pack.Id, pack.Pin)}");
        }
    }

    private static void Models(StringBuilder text, Dockerfile file)
    {
        ModelStep[] models = file.WithModels
            ? [.. file.Plan.Models.OrderBy(static model => model.Path, StringComparer.Ordinal)]
            : [];
        foreach (ModelStep model in models)
        {
            string size = model.Size?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
            string url = model.Mirror.Length > 0 ? model.Mirror : model.Url;
            string mount = Secret(model) is string secret
                ? $"--mount=type=secret,id={secret},required=true "
                : string.Empty;
            Line(text);
            Line(text, $"# {Comment(model.Path)}: {Comment(model.Reason)}");
            Line(
                text,
                $"RUN {mount}"
                    + $"{Command(["model", url, size, model.Sha256 ?? string.Empty, model.Path, .. model.Aliases])}");
        }
    }

    /// <summary>The secret that a download needs, or null.</summary>
    private static string? Secret(ModelStep model) => model.Mirror.Length > 0 ? null : model.Source switch
    {
        SourceKind.HuggingFace when model.Gated => "HF_TOKEN",
        SourceKind.Civitai when model.Gated => "CIVITAI_API_TOKEN",
        _ => null,
    };

    private static void ModelFolders(StringBuilder text, Dockerfile file)
    {
        Line(text);
        Line(text, "# Where the models are on the network volume.");
        Lines(text, ModelPaths.Lines(file.ModelFolders), "/comfyui/extra_model_paths.yaml");
        IReadOnlyList<string> foreign = ModelPaths.Foreign(file.ModelFolders);
        if (foreign.Count > 0 && !file.WithModels)
        {
            Line(text);
            Line(text, "# Packs look for these under models/ alone, wherever else ComfyUI is told to look.");
            Step(text, ["volume", ModelPaths.Volume, .. foreign]);
        }
    }

    private static void Verify(StringBuilder text, PackStep[] packs)
    {
        Line(text);
        Line(text, "# Everything once more: what one pack installed can undo what another needs.");
        Line(text, $"RUN {Program} verify{(packs.Length > 0 ? " \\" : string.Empty)}");
        for (int i = 0; i < packs.Length; i++)
        {
            PackStep pack = packs[i];
            (string kind, string name) = pack.Source == SourceKind.Git ? ("git", pack.Name) : ("registry", pack.Id);
            string end = i < packs.Length - 1 ? " \\" : string.Empty;
            Line(
                text,
                $"    {kind} {ShellQuote.Of(pack.Directory)} {ShellQuote.Of(name)} {ShellQuote.Of(pack.Pin)}{end}");
        }
    }

    private static void Step(StringBuilder text, params string[] words) => Line(text, $"RUN {Command(words)}");

    private static string Command(params string[] words)
        => $"{Program} {words[0]} {string.Join(' ', words.Skip(1).Select(ShellQuote.Of))}";

    /// <summary>A file made of lines, without heredocs and readable all the same.</summary>
    private static void Lines(StringBuilder text, IReadOnlyList<string> lines, string path)
    {
        Line(text, $"RUN mkdir -p {path[..path.LastIndexOf('/')]} && printf '%s\\n' \\");
        foreach (string line in lines)
        {
            Line(text, $"    {ShellQuote.Of(line)} \\");
        }

        Line(text, $"    > {path}{(path == Program ? $" && chmod 755 {path}" : string.Empty)}");
    }

    private static string Label(string value)
        => $"\"{new string([.. value.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+')])}\"";

    private static string Comment(string text) => ShellQuote.Comment(text);

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');

    private static string[] ReadProgram(string name)
        => InstallScriptRenderer.Read(name)
            .Replace(
                InstallScriptRenderer.PipSettingsMark,
                InstallScriptRenderer.Read(InstallScriptRenderer.PipSettings),
                StringComparison.Ordinal)
            .TrimEnd('\n').Split('\n');
}
