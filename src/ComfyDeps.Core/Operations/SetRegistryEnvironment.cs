using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Operations.Constraints;
using ComfyDeps.Registry;
using ComfyDeps.Sources.ContainerImage;
using ComfyDeps.Sources.Git;
using ComfyDeps.Versioning;

namespace ComfyDeps.Operations;

/// <summary>
/// Writes down the environment that everything is installed into, each part pinned to what it stands for now.
/// </summary>
public static class SetRegistryEnvironment
{
    private const string Latest = "latest";

    /// <summary>Asks what a version and a tag stand for, and finds out what would change. Nothing is written.</summary>
    /// <param name="options">What is set.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<EnvironmentPlan> PlanAsync(
        SetRegistryEnvironmentOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        string path = RegistryLocator.PathForWriting(options.RegistryPath, options.CurrentFolder);
        RegistryFile file = await Task.Run(() => RegistryFile.LoadOrNew(path), cancellationToken).ConfigureAwait(false);
        PinSession session = await PinSession.OpenAsync(isOffline: false, cancellationToken).ConfigureAwait(false);
        ComfyUiPin? comfy = options.ComfyUIVersion is string version
            ? await ComfyUiAsync(session.Nodes.Git, version, cancellationToken).ConfigureAwait(false)
            : null;
        ImagePin? image = options.Image is string name
            ? await ImageAsync(session.Sources.Images, name, cancellationToken).ConfigureAwait(false)
            : null;
        ConstraintsPin? constraints = options is { CompileFor: null, ConstraintsPath: string given }
            ? ConstraintsFile.Pin(given, path)
            : null;
        EnvironmentPlan plan = new()
        {
            Path = path,
            Options = options,
            Session = session,
            ComfyUi = comfy,
            Image = image,
        };
        string[] changes =
        [
            .. DocumentDifference.Of(file.Document, plan.Apply(file.Document, constraints))
                .Select(static one => one.Change),
            .. options.CompileFor is string python
                ? [
                    $"constraints: {file.Document.Environment.Constraints?.Sha256 ?? "nothing"} -> what "
                        + $"{python} needs, written to {plan.ConstraintsFile}",
                ]
                : Array.Empty<string>(),
        ];
        return plan with { Action = string.Join("; ", changes) };
    }

    /// <summary>Writes what was found out.</summary>
    /// <param name="plan">What was found out.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The entries that were set, as they are then.</returns>
    public static async IAsyncEnumerable<RegistryEntry> RunAsync(
        EnvironmentPlan plan,
        IReporter reporter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(reporter);
        SetRegistryEnvironmentOptions options = plan.Options;
        if (options.CompileFor is string python)
        {
            // The packs at their pins, for the environment as it will be.
            RegistryDocument document = plan.Apply(RegistryFile.Load(plan.Path).Document, null);
            GeneratedFileTarget target = new() { Path = plan.ConstraintsFile!, Force = options.Force };
            await CompileConstraints.RunAsync(document, plan.Session, python, target, reporter, cancellationToken)
                .ConfigureAwait(false);
        }

        ConstraintsPin? constraints = plan.ConstraintsFile is string file ? ConstraintsFile.Pin(file, plan.Path) : null;
        RegistryFile written = await Task.Run(
            () => RegistryFile.Update(plan.Path, document => plan.Apply(document, constraints), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        reporter.Detail($"'{written.Path}' says so now.");
        bool IsChanged(RegistryEntry entry) => entry.Kind switch
        {
            DependencyKind.ComfyUI => plan.ComfyUi is not null,
            DependencyKind.Image => plan.Image is not null,
            _ => entry.Name == RegistryEntries.Python ? options.PythonVersion is not null : constraints is not null,
        };

        foreach (RegistryEntry entry in RegistryEntries.Of(written.Document.Environment).Where(IsChanged))
        {
            yield return entry;
        }
    }

    private static async Task<ComfyUiPin> ComfyUiAsync(
        GitSource git,
        string version,
        CancellationToken cancellationToken)
    {
        string address = RepositoryAddress.Normalize(RegistryEntries.ComfyUiRepository.AbsoluteUri)!;
        Answer<GitRefs> answer = await git.FindRefsAsync(address, cancellationToken).ConfigureAwait(false);
        GitRefs refs = answer.Exists ? answer.Value! : throw answer.ToException(RegistryEntries.ComfyUiRepository);
        if (GitObjectId.IsFull(version))
        {
            GitPinFact fact = await git.InspectAsync(address, version, cancellationToken).ConfigureAwait(false);
            return fact.State == GitPinState.Here && !fact.IsOutdated
                ? new ComfyUiPin(version, VersionOf(refs.All.FirstOrDefault(one => one.IsTag && one.Commit == version)))
                : throw fact.ToAnswer(static one => one).ToException(version);
        }

        GitRef found = Find(refs, version) ?? throw new ComfyDepsException(
            ErrorCode.NotFound,
            $"ComfyUI has no version, tag or branch '{version}'.",
            version,
            $"Its newest version is {VersionOf(Newest(refs, null)) ?? "not known"}; 'Find-ComfyNodeVersion "
                + $"{RegistryEntries.ComfyUiRepository}' lists all.");
        return new ComfyUiPin(found.Commit, VersionOf(found));
    }

    private static GitRef? Find(GitRefs refs, string version)
        => version == Latest ? Newest(refs, null)
            : VersionRange.TryParse(version, out VersionRange? range) ? Newest(refs, range)
            : refs.All.FirstOrDefault(one => one.IsTag && (one.ShortName == version || one.ShortName == "v" + version))
                ?? refs.All.FirstOrDefault(one => one.IsBranch && one.ShortName == version);

    private static GitRef? Newest(GitRefs refs, VersionRange? range)
        => (from one in refs.All
            where one.IsTag
            let version = PackVersion.TryParse(one.ShortName, out PackVersion? parsed) ? parsed : null
            where version is not null && (range?.Includes(version) ?? version.IsStable)
            orderby version descending
            select one).FirstOrDefault();

    private static string? VersionOf(GitRef? tag)
        => tag is { IsTag: true } && PackVersion.TryParse(tag.ShortName, out _)
            ? tag.ShortName.TrimStart('v', 'V')
            : null;

    private static async Task<ImagePin> ImageAsync(
        ContainerImageSource images,
        string name,
        CancellationToken cancellationToken)
    {
        ImageReference image = ImageReference.Parse(name) ?? throw new ComfyDepsException(
            ErrorCode.InvalidArgument,
            $"'{name}' is not the name of a container image.",
            name,
            "Give it as name:tag or name@sha256:…, such as runpod/worker-comfyui:5.8.5-base.");
        Answer<ImageFact> answer = await images.FindAsync(image, cancellationToken).ConfigureAwait(false);
        return answer.Exists
            ? new ImagePin(
                (image.Host is null ? string.Empty : image.Host + "/") + image.Name, image.Tag, answer.Value!.Digest)
            : throw answer.ToException(name);
    }
}
