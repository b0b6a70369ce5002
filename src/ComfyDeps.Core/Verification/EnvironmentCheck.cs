using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.Sources.ContainerImage;

namespace ComfyDeps.Verification;

/// <summary>Checks the image and the constraints file.</summary>
internal sealed class EnvironmentCheck
{
    private const long LargestConstraints = 16 * 1024 * 1024;

    private readonly ContainerImageSource _images;
    private readonly IPackFacts _facts;
    private readonly string? _folder;
    private readonly CancellationToken _stop;

    /// <summary>A check that asks registries of images.</summary>
    /// <param name="images">Whom to ask.</param>
    /// <param name="facts">What is known about Python distributions.</param>
    /// <param name="folder">The folder of the registry, or null where it has none.</param>
    /// <param name="stop">Stops the asking.</param>
    internal EnvironmentCheck(ContainerImageSource images, IPackFacts facts, string? folder, CancellationToken stop)
    {
        _images = images;
        _facts = facts;
        _folder = folder;
        _stop = stop;
    }

    /// <summary>Checks an image.</summary>
    /// <param name="image">The pin.</param>
    internal async Task<Finding> CheckAsync(ImagePin image)
    {
        if (image.Digest is null)
        {
            return Finding.Bad(
                VerificationStatus.Unpinned,
                PinCode.NoVersion,
                "It is pinned to no digest, and a tag can stand for another image tomorrow.",
                "Set-ComfyRegistryEnvironment -Image pins it.");
        }

        if (ImageReference.Parse($"{image.Name}@{image.Digest}") is not ImageReference exact)
        {
            return Finding.Bad(
                VerificationStatus.Missing,
                PinCode.ImageGone,
                $"'{image.Name}' cannot be the name of an image.",
                "Correct it.");
        }

        Task<Answer<ImageFact>>? asking = ImageReference.Parse($"{image.Name}:{image.Tag}") is ImageReference tagged
            && image.Tag is not null
            ? _images.FindAsync(tagged, _stop)
            : null;
        Answer<ImageFact> answer = await _images.FindAsync(exact, _stop).ConfigureAwait(false);
        Answer<ImageFact>? byTag = asking is null ? null : await asking.ConfigureAwait(false);
        if (!answer.Exists)
        {
            return Finding.Of(answer, PinCode.ImageGone) with
            {
                AvailableVersions = byTag?.Value?.Digest is string now && byTag.Exists ? [now] : [],
            };
        }

        return StillThere(image, byTag, answer.AskedAt);
    }

    /// <summary>The image is there; its tag may stand for another one now, or for none.</summary>
    private static Finding StillThere(ImagePin image, Answer<ImageFact>? byTag, DateTimeOffset? askedAt)
        => byTag switch
        {
            { Exists: true } when byTag.Value!.Digest != image.Digest => Finding.Good(
                PinCode.RefMoved,
                $"The tag '{image.Tag}' stands for another image now; the one that is pinned is still there.",
                "Set-ComfyRegistryEnvironment -Image takes the new one.",
                askedAt),
            { Kind: AnswerKind.DoesNotExist } => Finding.Good(
                PinCode.RefGone,
                $"There is no tag '{image.Tag}' any more; the image is still there.",
                null,
                askedAt),
            _ => Finding.Good(askedAt),
        };

    /// <summary>Checks the constraints file, which is beside the registry: nobody need be asked.</summary>
    /// <param name="constraints">The pin.</param>
    internal Finding Check(ConstraintsPin constraints)
    {
        bool isInside = !Path.IsPathRooted(constraints.Path) && !constraints.Path.Split('/', '\\').Contains("..");
        if (_folder is null || !isInside)
        {
            return Finding.Bad(
                VerificationStatus.Missing,
                PinCode.ConstraintsGone,
                $"'{constraints.Path}' is not a place below the registry's folder.",
                "Set-ComfyRegistryEnvironment -Constraints takes a file.");
        }

        return CheckFile(constraints, Path.Join(_folder, constraints.Path));
    }

    private Finding CheckFile(ConstraintsPin constraints, string path)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists || file.Length > LargestConstraints)
            {
                return Finding.Bad(
                    VerificationStatus.Missing,
                    PinCode.ConstraintsGone,
                    $"There is no constraints file '{file.FullName}'.",
                    "Restore it, or make it anew with Set-ComfyRegistryEnvironment -Constraints.");
            }

            byte[] content = File.ReadAllBytes(file.FullName);
            string hash = Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant();
            return hash != constraints.Sha256
                ? Finding.Bad(
                    VerificationStatus.Mismatch,
                    PinCode.ConstraintsChanged,
                    "The constraints file says something else than when it was pinned.",
                    "Look at what changed; Set-ComfyRegistryEnvironment -Constraints takes it as it is.") with
                {
                    Actual = hash,
                }
                : Advisory(content) ?? Finding.Good(null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Bad(
                VerificationStatus.Undetermined,
                PinCode.Unreachable,
                $"The constraints file cannot be read: {e.Message}",
                "Look at its permissions.");
        }
    }

    private Finding? Advisory(byte[] content)
    {
        using StreamReader lines = new(new MemoryStream(content, writable: false));
        while (lines.ReadLine() is string line)
        {
            string[] parts = line.Split('#', ';')[0].Split("==");
            if (parts.Length == 2
                && _facts.AboutDistribution(
                    parts[0].Split('[')[0].Trim(), parts[1].Trim().TrimStart('=')) is PackWarning warning)
            {
                return Finding.Bad(warning.Status, warning.Code, warning.Message, warning.Hint);
            }
        }

        return null;
    }
}
