using System;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Text;

namespace ComfyDeps.Shell.Hosting;

/// <summary>The terminal's cells.</summary>
internal sealed class ShellRawUserInterface(bool nonInteractive) : PSHostRawUserInterface
{
    private static readonly Rectangle s_everything = new(-1, -1, -1, -1);

    /// <summary>A width to pretend, while output goes to a string or a file.</summary>
    internal int? PretendedWidth { get; set; }

    /// <inheritdoc/>
    public override Size BufferSize
    {
        get => new(PretendedWidth ?? Terminal.Width, Terminal.Height);
        set => throw new PSNotSupportedException("The size of the terminal is not ours to set.");
    }

    /// <inheritdoc/>
    public override Size WindowSize
    {
        get => BufferSize;
        set => throw new PSNotSupportedException("The size of the terminal is not ours to set.");
    }

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize => BufferSize;

    /// <inheritdoc/>
    public override Size MaxWindowSize => BufferSize;

    /// <inheritdoc/>
    public override Coordinates WindowPosition
    {
        get => default;
        set => throw new PSNotSupportedException("The place of the window is not ours to set.");
    }

    /// <inheritdoc/>
    public override Coordinates CursorPosition
    {
        get
        {
            if (Console.IsOutputRedirected || Console.IsInputRedirected)
            {
                return default;
            }

            (int left, int top) = Console.GetCursorPosition();
            return new Coordinates(left, top);
        }

        set => Console.SetCursorPosition(value.X, value.Y);
    }

    /// <inheritdoc/>
    public override int CursorSize
    {
        get => 25;
        set => throw new PSNotSupportedException("The cursor's size is not ours to set.");
    }

    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor
    {
        get => Console.ForegroundColor;
        set => Console.ForegroundColor = value;
    }

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor
    {
        get => Console.BackgroundColor;
        set => Console.BackgroundColor = value;
    }

    /// <inheritdoc/>
    public override bool KeyAvailable => Terminal.CanAsk && Console.KeyAvailable;

    /// <inheritdoc/>
    public override string WindowTitle
    {
        get => string.Empty;
        set
        {
            if (Terminal.OutputHasColor)
            {
                Console.Title = value;
            }
        }
    }

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (nonInteractive || !Terminal.CanAsk)
        {
            throw new PSInvalidOperationException("A key cannot be read: nobody is there to press one.");
        }

        ConsoleKeyInfo key = Console.ReadKey(intercept: (options & ReadKeyOptions.NoEcho) != 0);
        ControlKeyStates state = 0;
        state |= key.Modifiers.HasFlag(ConsoleModifiers.Shift) ? ControlKeyStates.ShiftPressed : 0;
        state |= key.Modifiers.HasFlag(ConsoleModifiers.Control) ? ControlKeyStates.LeftCtrlPressed : 0;
        state |= key.Modifiers.HasFlag(ConsoleModifiers.Alt) ? ControlKeyStates.LeftAltPressed : 0;
        return new KeyInfo((int)key.Key, key.KeyChar, state, keyDown: true);
    }

    /// <inheritdoc/>
    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            Console.ReadKey(intercept: true);
        }
    }

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source, int offset)
        => source is null ? 0 : Cells(new StringDecorated(source[offset..]).ToString(OutputRendering.PlainText));

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source) => LengthInBufferCells(source, 0);

    /// <inheritdoc/>
    public override int LengthInBufferCells(char source) => Cells(source.ToString());

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle)
        => throw new PSNotSupportedException("What a terminal shows cannot be read back.");

    /// <inheritdoc/>
    public override void ScrollBufferContents(
        Rectangle source,
        Coordinates destination,
        Rectangle clip,
        BufferCell fill)
        => throw new PSNotSupportedException("The terminal's contents cannot be moved.");

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents)
        => throw new PSNotSupportedException("The terminal's contents cannot be set.");

    /// <inheritdoc/>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        if (rectangle != s_everything)
        {
            throw new PSNotSupportedException("Only the whole terminal can be cleared.");
        }

        if (!Console.IsOutputRedirected)
        {
            Console.Clear();
        }
    }

    private static int Cells(string text)
    {
        int cells = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            cells += CellWidth.Of(rune);
        }

        return cells;
    }
}
