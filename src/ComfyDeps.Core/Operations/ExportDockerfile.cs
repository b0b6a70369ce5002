using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Configuration;
using ComfyDeps.Planning;
using ComfyDeps.Registry;
using ComfyDeps.Rendering.Docker;
using ComfyDeps.Sources.ContainerImage;
using ComfyDeps.Verification;

namespace ComfyDeps.Operations;

/// <summary>Makes the Dockerfile of serverless workers.</summary>
public static class ExportDockerfile
{
    /// <summary>Makes the text of the Dockerfile. Nothing is made before every pin in it is verified.</summary>
    /// <param name="options">What was given.</param>
    /// <param name="baseImage">The image to start from; null for the one that the registry pins.</param>
    /// <param name="includeModels">Whether the models are in the image; else they are on the network volume.</param>
    /// <param name="reporter">Hears what happens meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>All of the Dockerfile.</returns>
    public static async Task<string> RenderAsync(
        ExportOptions options,
        string? baseImage,
        bool includeModels,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reporter);
        ImagePin? given = baseImage is null ? null : Parse(baseImage);
        ExportPlan export = await ExportPlan.MakeAsync(
            options, includeModels ? null : DependencyKind.Node, reporter, cancellationToken)
            .ConfigureAwait(false);
        RegistryEnvironment environment = export.Registry.Document.Environment;
        ImagePin image = given ?? environment.Image ?? throw new ComfyDepsException(
            ErrorCode.InvalidArgument,
            $"The registry '{export.Registry.Path}' names no image to start from.",
            export.Registry.Path,
            "Set it with Set-ComfyRegistryEnvironment, or give -BaseImage.");
        await VerifyAsync(
            export,
            given is null && image.Digest is not null ? image : null,
            options,
            reporter,
            cancellationToken).ConfigureAwait(false);
        if (image.Digest is null)
        {
            reporter.Warning(
                $"'{image.Name}:{image.Tag ?? "latest"}' is not pinned by its digest: another image can come to have "
                    + "that name.");
        }

        RequireNothingRefused(export.Plan);
        return DockerfileRenderer.Render(new Dockerfile
        {
            Plan = export.Plan,
            Base = image,
            ComfyUi = environment.ComfyUi,
            Constraints = export.ReadConstraints(),
            Moving = export.Registry.Document.Nodes.Where(static pair => pair.Value.Requested is not null)
                .Select(static pair => pair.Key).ToHashSet(StringComparer.Ordinal),
            ModelFolders = export.ModelFolders,
            WithModels = includeModels,
            RegistrySha256 = export.Registry.Sha256 ?? string.Empty,
            Version = ModuleVersion.Text,
        });
    }

    private static void RequireNothingRefused(InstallPlan plan)
    {
        if (plan.Refused.FirstOrDefault() is RefusedStep refused)
        {
            throw new ComfyDepsException(
                ErrorCode.PinNotVerified,
                $"{refused.Kind} '{refused.Name}' cannot be put into an image: {refused.Reason}.",
                refused.Name,
                "Change it with Set-ComfyRegistryEntry, or take it out with Remove-ComfyRegistryEntry.");
        }
    }

    /// <summary>
    /// The base image and ComfyUI itself, which are no steps of the plan. What a registry stores has no verdict about
    /// them.
    /// </summary>
    private static async Task VerifyAsync(
        ExportPlan export,
        ImagePin? image,
        ExportOptions options,
        IReporter reporter,
        CancellationToken cancellationToken)
    {
        RegistryDocument registry = export.Registry.Document;
        string[] names =
        [
            .. image is null ? Array.Empty<string>() : [image.Name],
            .. registry.Environment.ComfyUi is null ? Array.Empty<string>() : [RegistryPin.ComfyUiName],
        ];
        if (options.Offline || names.Length == 0)
        {
            return;
        }

        IReadOnlyList<VerificationResult> results = await FreshPins.EnsureAsync(
            registry,
            Path.GetDirectoryName(export.Registry.Path),
            names,
            options.MaximumAge,
            options.Offline,
            reporter,
            cancellationToken)
            .ConfigureAwait(false);
        foreach (VerificationResult result in results.Where(
            static one => one.Kind is DependencyKind.Image or DependencyKind.ComfyUI && !one.IsOk))
        {
            string message = $"{result.Kind} '{result.Name}' is not verified ({result.Status}): {result.Message}";
            if (!options.AllowUnverified)
            {
                throw new ComfyDepsException(
                    ErrorCode.PinNotVerified,
                    message,
                    result.Name,
                    result.Hint ?? "Set-ComfyRegistryEnvironment pins another one.");
            }

            reporter.Warning(message);
        }
    }

    private static ImagePin Parse(string text)
        => ImageReference.Parse(text) is ImageReference reference
            ? new ImagePin(
                reference.Host is null ? reference.Name : $"{reference.Host}/{reference.Name}",
                reference.Tag,
                reference.Digest)
            : throw new ComfyDepsException(
                ErrorCode.InvalidArgument,
                $"'{text}' does not name a container image.",
                text,
                "Write it as name:tag, or better as name@sha256:… with the digest.");
}
