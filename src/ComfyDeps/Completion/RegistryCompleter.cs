using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace ComfyDeps.Completion;

/// <summary>Completes from the registry that the command is about.</summary>
public abstract class RegistryCompleter : NameCompleter
{
    /// <summary>The registry that was named on the command line, or null.</summary>
    /// <param name="bound">The parameters that were typed before, by name.</param>
    protected static string? RegistryPath(IDictionary bound) => Text(bound, "RegistryPath") ?? Text(bound, "Path");

    /// <summary>The folder that the user is in. A completer is not told: the runspace that it runs in knows.</summary>
    protected static string CurrentFolder()
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell
            .AddScript("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath")
            .Invoke<string>()
            .First();
    }

    /// <summary>The one word that a parameter was given, or null.</summary>
    /// <param name="bound">The parameters that were typed before, by name.</param>
    /// <param name="parameter">The parameter.</param>
    protected static string? Text(IDictionary bound, string parameter) => bound?[parameter] switch
    {
        string text => text,
        IList { Count: 1 } list => list[0]?.ToString(),
        _ => null,
    };
}
