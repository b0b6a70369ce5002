using System;
using System.IO;
using System.Management.Automation;
using ComfyDeps.Shell.Hosting;

namespace ComfyDeps.Shell.Objects;

/// <summary>Objects as the engine's views show them, into a writer: the engine formats only for its host.</summary>
internal sealed class FormattedText : IDisposable
{
    private readonly ShellUserInterface _ui;
    private readonly TextWriter _writer;
    private readonly int? _width;
    private readonly SteppablePipeline _outHost;

    internal FormattedText(PSCmdlet cmdlet, TextWriter writer, int? width)
    {
        _ui = (ShellUserInterface)cmdlet.Host.PrivateData.BaseObject;
        _writer = writer;

        // The engine leaves a host's last column free; here every column counts.
        _width = width + 1;
        _outHost = ScriptBlock.Create("Out-Host").GetSteppablePipeline(CommandOrigin.Internal);
        Captured(() => _outHost.Begin(expectInput: true));
    }

    internal void Add(PSObject? input) => Captured(() => _outHost.Process(input));

    internal void End() => Captured(() => _outHost.End());

    /// <inheritdoc/>
    public void Dispose() => _outHost.Dispose();

    private void Captured(Action step)
    {
        using (_ui.Capture(_writer, _width))
        {
            step();
        }
    }
}
