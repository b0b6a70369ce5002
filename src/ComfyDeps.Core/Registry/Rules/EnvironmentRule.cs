using System.Collections.Generic;
using System.Text.RegularExpressions;
using ComfyDeps.Sources.ContainerImage;

namespace ComfyDeps.Registry.Rules;

/// <summary>The image, the version of Python and the operating system are ones that there can be.</summary>
internal sealed partial class EnvironmentRule : IRegistryRule
{
    /// <inheritdoc/>
    public string Id => "environment";

    /// <inheritdoc/>
    public IEnumerable<RegistryProblem> Check(RegistryDocument document)
    {
        RegistryPlace place = RegistryPlace.Of("environment");
        RegistryEnvironment environment = document.Environment;
        if (environment.Image is ImagePin image)
        {
            if (ImageReference.Parse(image.Name) is not { Tag: "latest", Digest: null }
                || image.Name.EndsWith(":latest", System.StringComparison.Ordinal))
            {
                yield return place
                    .Then("image", "name")
                    .Wrong("the name of an image without tag and digest", image.Name);
            }

            if (image.Tag is string tag && !Tag().IsMatch(tag))
            {
                yield return place.Then("image", "tag").Wrong("a tag", tag);
            }

            if (image.Digest is string digest && !Digest().IsMatch(digest))
            {
                yield return place.Then("image", "digest").Wrong("'sha256:' and 64 hex digits in lower case", digest);
            }
        }

        if (environment.ComfyUi?.Version is string version && !Version().IsMatch(version))
        {
            yield return place.Then("comfyui", "version").Wrong("a version such as '0.3.76'", version);
        }

        if (environment.Python is string python && !Python().IsMatch(python))
        {
            yield return place.Then("python").Wrong("a version such as '3.12' or '3.12.3'", python);
        }

        if (environment.OperatingSystem is string system && system is not ("linux" or "windows" or "macos"))
        {
            yield return place.Then("operatingSystem").Wrong("one of linux, macos and windows", system);
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^sha256:[0-9a-f]{64}\z")]
    private static partial Regex Digest();

    [GeneratedRegex(@"^[0-9][A-Za-z0-9.+-]{0,63}\z")]
    private static partial Regex Version();

    [GeneratedRegex(@"^[0-9]{1,3}\.[0-9]{1,3}(?:\.[0-9]{1,3})?\z")]
    private static partial Regex Python();
}
