using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace ComfyDeps.Acceptance.Tests.InstallScripts;

/// <summary>What a run of a script gave.</summary>
internal sealed record ScriptResult(int Code, string Output, IReadOnlyList<ScriptItem> Items)
{
    /// <summary>The row of one thing.</summary>
    public ScriptItem this[string name] => Items.Single(item => item.Name == name);

    /// <summary>Requires that everything is right.</summary>
    public ScriptResult Succeeded()
    {
        Assert.True(Code == 0, Output);
        Assert.NotEmpty(Items);
        Assert.All(Items, static item => Assert.NotEqual("failed", item.Status));
        return this;
    }

    /// <summary>Requires that just these failed, each with a cause that has these words.</summary>
    public ScriptResult Failed(params (string Name, string Cause)[] expected)
    {
        Assert.True(Code == 1, Output);
        Assert.Equal(
            expected.Select(static one => one.Name).Order(System.StringComparer.Ordinal),
            Items.Where(static item => item.Status == "failed")
                .Select(static item => item.Name)
                .Order(System.StringComparer.Ordinal));
        foreach ((string name, string cause) in expected)
        {
            Assert.Contains(cause, this[name].Cause, System.StringComparison.Ordinal);
            Assert.Contains(cause, Output, System.StringComparison.Ordinal);
        }

        return this;
    }

    /// <summary>Reads the report that a script wrote.</summary>
    public static IReadOnlyList<ScriptItem> ReadItems(string path)
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(path));
        return
        [
            .. from item in report.RootElement.GetProperty("items").EnumerateArray()
               select new ScriptItem(
                   item.GetProperty("kind").GetString()!,
                   item.GetProperty("name").GetString()!,
                   item.GetProperty("status").GetString()!,
                   item.GetProperty("detail").GetString()!,
                   item.GetProperty("cause").GetString() ?? "",
                   [.. item.GetProperty("notes").EnumerateArray().Select(static note => note.GetString()!)]),
        ];
    }
}

/// <summary>One row of a report.</summary>
internal sealed record ScriptItem(
    string Kind,
    string Name,
    string Status,
    string Detail,
    string Cause,
    IReadOnlyList<string> Notes);
