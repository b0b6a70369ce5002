using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ComfyDeps.Shell.Hosting;

/// <summary>What a runspace holds before the module is imported.</summary>
internal static class StartingState
{
    internal static InitialSessionState Create()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        foreach (Type type in typeof(StartingState).Assembly.GetTypes()
            .Where(static t => t.IsSubclassOf(typeof(Cmdlet))))
        {
            CmdletAttribute name = (CmdletAttribute)Attribute.GetCustomAttribute(type, typeof(CmdletAttribute))!;
            state.Commands.Add(
                new SessionStateCmdletEntry($"{name.VerbName}-{name.NounName}", type, helpFileName: null));
        }

        return state;
    }
}
