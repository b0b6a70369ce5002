using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace ComfyDeps.Benchmarks;

/// <summary>
/// Runs this program again, so that what is measured is measured in a process that has done nothing before.
/// </summary>
internal static class FreshProcess
{
    /// <summary>What the program says it measured, in milliseconds: by the clock, and of processors.</summary>
    /// <param name="arguments">What it is asked to measure.</param>
    internal static (double Clock, double Processors) Measure(params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(FreshProcess).Assembly.Location);
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"A process ended with {process.ExitCode}.");
        }

        string[] parts = output.Split(' ');
        return (double.Parse(
            parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Does something once, and tells how long it took to the process that asked for it.</summary>
    /// <param name="work">What is measured.</param>
    internal static void Tell(Action work)
    {
        TimeSpan processors = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        work();
        double clock = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        double used = (Environment.CpuUsage.TotalTime - processors).TotalMilliseconds;
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{clock:0.000} {used:0.000}"));
    }

    /// <summary>The middle one of some measurements.</summary>
    /// <param name="values">The measurements.</param>
    internal static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    /// <summary>Writes the head of a table.</summary>
    /// <param name="what">What its lines are about.</param>
    internal static void WriteHead(string what)
    {
        Console.WriteLine($"| {what} | median ms | least | most | of processors, median ms |");
        Console.WriteLine("|---|--:|--:|--:|--:|");
    }

    /// <summary>Writes one line of a table.</summary>
    /// <param name="name">What was measured.</param>
    /// <param name="values">The measurements.</param>
    internal static void Write(string name, (double Clock, double Processors)[] values)
    {
        double[] clock = [.. values.Select(static one => one.Clock)];
        double processors = Median([.. values.Select(static one => one.Processors)]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Median(clock):0.0} | {clock.Min():0.0} | {clock.Max():0.0} | {processors:0.0} |"));
    }
}
