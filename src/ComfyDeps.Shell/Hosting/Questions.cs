using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace ComfyDeps.Shell.Hosting;

/// <summary>Asks the person at the terminal; where there is none, a question is an error and never a wait.</summary>
internal sealed class Questions(ShellUserInterface ui, bool nonInteractive)
{
    /// <summary>One line of input; empty at the end of a redirected input.</summary>
    internal string Line()
    {
        RefuseWhenAlone();
        return Console.ReadLine() ?? string.Empty;
    }

    /// <summary>One line that is not shown.</summary>
    internal SecureString Secret()
    {
        RefuseWhenAlone();
        SecureString secret = new();
        if (Console.IsInputRedirected)
        {
            foreach (char c in Answer())
            {
                secret.AppendChar(c);
            }

            return secret;
        }

        for (ConsoleKeyInfo key = Console.ReadKey(true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(true))
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                secret.AppendChar(key.KeyChar);
            }
        }

        ui.WriteLine();
        return secret;
    }

    /// <summary>Asks for the parameters that a command must have.</summary>
    internal Dictionary<string, PSObject> Fields(
        string caption,
        string message,
        Collection<FieldDescription> descriptions)
    {
        RefuseWhenAlone();
        Heading(caption, message);
        Dictionary<string, PSObject> answers = new(StringComparer.OrdinalIgnoreCase);
        foreach (FieldDescription field in descriptions)
        {
            Type type = LanguagePrimitives.TryConvertTo(field.ParameterAssemblyFullName, out Type? named)
                && named is not null
                ? named
                : typeof(string);
            answers[field.Name] = field.ParameterTypeName == nameof(SecureString)
                ? PSObject.AsPSObject(SecretOf(field.Name))
                : PSObject.AsPSObject(Value(field.Name, type));
        }

        return answers;
    }

    /// <summary>Asks for one of several answers.</summary>
    internal int Choice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RefuseWhenAlone();
        Heading(caption, message);
        while (true)
        {
            for (int i = 0; i < choices.Count; i++)
            {
                ui.Write(
                    $"[{Key(choices[i])}] {choices[i].Label.Replace("&", string.Empty, StringComparison.Ordinal)}  ");
            }

            ui.Write("[?] Help");
            ui.Write(defaultChoice >= 0 ? $" (default is \"{Key(choices[defaultChoice])}\"): " : ": ");
            string answer = Answer().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            for (int i = 0; i < choices.Count; i++)
            {
                string label = choices[i].Label.Replace("&", string.Empty, StringComparison.Ordinal);
                if (answer.Equals(Key(choices[i]), StringComparison.OrdinalIgnoreCase)
                    || answer.Equals(label, StringComparison.OrdinalIgnoreCase))
                {
                    return i;
                }
            }

            if (answer == "?")
            {
                foreach (ChoiceDescription choice in choices)
                {
                    ui.WriteLine($"{Key(choice)} - {choice.HelpMessage}");
                }
            }
        }
    }

    /// <summary>Asks for a name, unless it is known, and a password.</summary>
    internal PSCredential Credential(string caption, string message, string userName)
    {
        RefuseWhenAlone();
        Heading(caption, message);
        string name = userName;
        if (string.IsNullOrEmpty(name))
        {
            ui.Write("User: ");
            name = Answer();
        }

        return new PSCredential(name, SecretOf($"Password for user {name}"));
    }

    private static string Key(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length
            ? choice.Label[(mark + 1)..(mark + 2)].ToUpper(CultureInfo.InvariantCulture)
            : choice.Label;
    }

    private object Value(string name, Type type)
    {
        if (!type.IsArray)
        {
            ui.Write($"{name}: ");
            return Answer();
        }

        List<string> values = [];
        while (true)
        {
            ui.Write($"{name}[{values.Count}]: ");
            string answer = Answer();
            if (answer.Length == 0)
            {
                return values.ToArray();
            }

            values.Add(answer);
        }
    }

    private SecureString SecretOf(string name)
    {
        ui.Write($"{name}: ");
        return Secret();
    }

    /// <summary>A line that must come: at the end of input, asking again would never end.</summary>
    private static string Answer()
        => Console.ReadLine()
            ?? throw new PSInvalidOperationException("The question has no answer: standard input ended.");

    private void Heading(string caption, string message)
    {
        if (!string.IsNullOrEmpty(caption))
        {
            ui.WriteLine();
            ui.WriteLine(caption);
        }

        if (!string.IsNullOrEmpty(message))
        {
            ui.WriteLine(message);
        }
    }

    private void RefuseWhenAlone()
    {
        ui.EndProgress();
        if (nonInteractive)
        {
            throw new PSInvalidOperationException(
                "A question was asked, and -NonInteractive says that nobody answers.");
        }
    }
}
