using System;
using System.Globalization;
using System.IO;

namespace ComfyDeps.Shell.Hosting;

/// <summary>What is known about the terminal, or about there being none.</summary>
internal static class Terminal
{
    private const int DefaultWidth = 80;
    private const int DefaultHeight = 24;

    /// <summary>Whether a person can be asked.</summary>
    internal static bool CanAsk => !Console.IsInputRedirected;

    /// <summary>Whether output may be coloured: a terminal that understands it, and nobody said no.</summary>
    internal static bool OutputHasColor { get; } = !Console.IsOutputRedirected && ColorIsWelcome();

    /// <summary>The same of standard error.</summary>
    internal static bool ErrorHasColor { get; } = !Console.IsErrorRedirected && ColorIsWelcome();

    /// <summary>Whether progress can be drawn without ending up in somebody's file or pipe.</summary>
    internal static bool CanDraw { get; } =
        !Console.IsOutputRedirected
            && !Console.IsErrorRedirected
            && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>How many columns there are: the terminal's, else what COLUMNS says, else 80.</summary>
    internal static int Width => Console.IsOutputRedirected
        ? FromEnvironment("COLUMNS") ?? DefaultWidth
        : Measured(static () => Console.WindowWidth) ?? FromEnvironment("COLUMNS") ?? DefaultWidth;

    /// <summary>How many lines there are.</summary>
    internal static int Height => Console.IsOutputRedirected
        ? DefaultHeight
        : Measured(static () => Console.WindowHeight) ?? DefaultHeight;

    internal static bool ColorIsWelcome()
        => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") != "dumb";

    private static int? FromEnvironment(string name)
        => int.TryParse(
            Environment.GetEnvironmentVariable(name),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int value) && value is >= 20 and <= 10_000
            ? value
            : null;

    private static int? Measured(Func<int> measure)
    {
        try
        {
            int value = measure();
            return value > 0 ? value : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
