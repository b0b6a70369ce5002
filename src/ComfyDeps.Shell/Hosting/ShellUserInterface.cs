using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Threading;

namespace ComfyDeps.Shell.Hosting;

/// <summary>
/// Where the engine's text goes: output, warnings and the like to standard output, errors to standard error.
/// </summary>
internal sealed class ShellUserInterface : PSHostUserInterface
{
    private readonly Lock _gate = new();
    private readonly ShellRawUserInterface _rawUI;
    private readonly Questions _questions;
    private TextWriter? _captured;

    internal ShellUserInterface(bool nonInteractive)
    {
        _rawUI = new ShellRawUserInterface(nonInteractive);
        _questions = new Questions(this, nonInteractive);
    }

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI => _rawUI;

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => _captured is null && Terminal.OutputHasColor;

    internal ProgressLine Progress { get; } = new();

    /// <summary>Sends what the engine formats to a writer instead, until the result is disposed of.</summary>
    /// <param name="writer">Gets plain lines.</param>
    /// <param name="width">How wide they may be, or null for the terminal's width.</param>
    /// <returns>Ends the capture.</returns>
    internal IDisposable Capture(TextWriter writer, int? width)
    {
        Capturing capturing = new(this, _captured, _rawUI.PretendedWidth);
        _captured = writer;
        _rawUI.PretendedWidth = width ?? _rawUI.PretendedWidth;
        return capturing;
    }

    /// <inheritdoc/>
    public override void Write(string value) => Emit(value, line: false);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
        => Colored(foregroundColor, backgroundColor, value, line: false);

    /// <inheritdoc/>
    public override void WriteLine(string value) => Emit(value, line: true);

    /// <inheritdoc/>
    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
        => Colored(foregroundColor, backgroundColor, value, line: true);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        if (_captured is not null)
        {
            Emit(value, line: true);
            return;
        }

        lock (_gate)
        {
            Progress.Clear();
            Console.Error.WriteLine(GetOutputString(value, Terminal.ErrorHasColor));
        }
    }

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => Styled(FormatStyle.Debug, $"DEBUG: {message}");

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => Styled(FormatStyle.Verbose, $"VERBOSE: {message}");

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => Styled(FormatStyle.Warning, $"WARNING: {message}");

    /// <inheritdoc/>
    public override void WriteInformation(InformationRecord record)
    {
        // As in pwsh: the stream is not shown, only what Write-Host sent to the host itself.
    }

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_gate)
        {
            Progress.Report(sourceId, record);
        }
    }

    /// <inheritdoc/>
    public override string ReadLine() => _questions.Line();

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => _questions.Secret();

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(
        string caption,
        string message,
        Collection<FieldDescription> descriptions)
        => _questions.Fields(caption, message, descriptions);

    /// <inheritdoc/>
    public override int PromptForChoice(
        string caption,
        string message,
        Collection<ChoiceDescription> choices,
        int defaultChoice)
        => _questions.Choice(caption, message, choices, defaultChoice);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName)
        => _questions.Credential(caption, message, userName);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options)
        => _questions.Credential(caption, message, userName);

    /// <summary>Takes progress away before a line is asked for or the pipeline's end.</summary>
    internal void EndProgress()
    {
        lock (_gate)
        {
            Progress.Reset();
        }
    }

    private void Styled(FormatStyle style, string text)
        => Emit(SupportsVirtualTerminal ? $"{GetFormatStyleString(style)}{text}\u001b[0m" : text, line: true);

    private void Colored(ConsoleColor foreground, ConsoleColor background, string value, bool line)
    {
        if (!SupportsVirtualTerminal)
        {
            Emit(value, line);
            return;
        }

        string codes = PSStyle.MapForegroundColorToEscapeSequence(foreground)
            + (background == Console.BackgroundColor || background < 0
                ? string.Empty
                : PSStyle.MapBackgroundColorToEscapeSequence(background));
        Emit($"{codes}{value}\u001b[0m", line);
    }

    private void Emit(string value, bool line)
    {
        string text = GetOutputString(value, SupportsVirtualTerminal);
        lock (_gate)
        {
            if (_captured is null)
            {
                Progress.Clear();
            }

            TextWriter writer = _captured ?? Console.Out;
            if (line)
            {
                writer.WriteLine(text);
            }
            else
            {
                writer.Write(text);
            }
        }
    }

    private sealed class Capturing(ShellUserInterface ui, TextWriter? previous, int? previousWidth) : IDisposable
    {
        public void Dispose()
        {
            ui._captured = previous;
            ui._rawUI.PretendedWidth = previousWidth;
        }
    }
}
