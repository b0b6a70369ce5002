using System;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ComfyDeps.Shell;

internal static class Program
{
    private static int Main(string[] args)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Path.Join(AppContext.BaseDirectory, "Modules", "ComfyDeps")]);
        using PowerShell shell = PowerShell.Create(state);
        shell.AddScript(args.Length > 1 ? args[1] : string.Empty).AddCommand("Out-Default");
        shell.Invoke();
        return shell.HadErrors ? 1 : 0;
    }
}
