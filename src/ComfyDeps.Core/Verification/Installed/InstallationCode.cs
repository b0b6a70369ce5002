namespace ComfyDeps.Verification.Installed;

/// <summary>
/// Why something in an environment is what it was judged to be, in one word that scripts can rely on. What is wrong
/// whatever a registry says has the words of the inspection.
/// </summary>
internal static class InstallationCode
{
    /// <summary>It is there and is what it should be.</summary>
    internal const string Found = nameof(Found);

    /// <summary>It is there, and nothing is known of what it should be.</summary>
    internal const string Present = nameof(Present);

    /// <summary>It is there with the right size, and its content was not looked at.</summary>
    internal const string SizeOnly = nameof(SizeOnly);

    /// <summary>It is not there.</summary>
    internal const string NotInstalled = nameof(NotInstalled);

    /// <summary>A pack is at another commit.</summary>
    internal const string WrongCommit = nameof(WrongCommit);

    /// <summary>It is of another version.</summary>
    internal const string WrongVersion = nameof(WrongVersion);

    /// <summary>
    /// A pack is a checkout where an archive of the Comfy Registry should be, or the other way about.
    /// </summary>
    internal const string WrongSource = nameof(WrongSource);

    /// <summary>A pack is in a folder of another name.</summary>
    internal const string WrongDirectory = nameof(WrongDirectory);

    /// <summary>A model file lies in another folder.</summary>
    internal const string WrongFolder = nameof(WrongFolder);

    /// <summary>A model file has another size.</summary>
    internal const string WrongSize = nameof(WrongSize);

    /// <summary>A model file has the right size and another hash.</summary>
    internal const string WrongHash = nameof(WrongHash);

    /// <summary>The hash of a model file is not known.</summary>
    internal const string NotHashed = nameof(NotHashed);

    /// <summary>The registry has no exact pin to compare with.</summary>
    internal const string NoPin = nameof(NoPin);

    /// <summary>The registry has nothing that would provide it.</summary>
    internal const string NotListed = nameof(NotListed);

    /// <summary>It is installed and was not asked for.</summary>
    internal const string NotAskedFor = nameof(NotAskedFor);

    /// <summary>A class comes from another pack than it should.</summary>
    internal const string WrongPack = nameof(WrongPack);

    /// <summary>A running server does not have a class.</summary>
    internal const string ClassMissing = nameof(ClassMissing);

    /// <summary>A running server has a class that fails.</summary>
    internal const string ClassBroken = nameof(ClassBroken);

    /// <summary>The environment does not tell it.</summary>
    internal const string NotTold = nameof(NotTold);

    /// <summary>The environment could not be looked at.</summary>
    internal const string Unreachable = nameof(Unreachable);
}
