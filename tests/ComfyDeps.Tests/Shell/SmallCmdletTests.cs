using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Shell;

/// <summary>What the shell brings because the bare engine lacks it; expected values are those of pwsh.</summary>
public sealed class SmallCmdletTests : IDisposable
{
    private readonly Engine _engine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("comfydeps-cmdlets-").FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        _engine.Dispose();
        TempFolder.Delete(_folder);
    }

    [Theory]
    [InlineData("1..9 | Select-Object -First 2", "1 2")]
    [InlineData("1..9 | Select-Object -Last 2", "8 9")]
    [InlineData("1..9 | Select-Object -Skip 7", "8 9")]
    [InlineData("1..9 | Select-Object -Skip 1 -First 2", "2 3")]
    [InlineData("1..9 | Select-Object -Skip 2 -Last 2", "6 7")]
    [InlineData("1..9 | Select-Object -First 0", "")]
    [InlineData("1,2,1 | Select-Object -Unique", "1 2")]
    [InlineData(
        "& { foreach ($i in 1..99) { $script:n = $i; $i } } | Select-Object -First 3; \"n$script:n\"", "1 2 3 n3")]
    [InlineData("@() | Select-Object A", "")]
    [InlineData("([pscustomobject]@{ A = 1; B = 2; C = 3 } | Select-Object A, C).PSObject.Properties.Name", "A C")]
    [InlineData("([pscustomobject]@{ Ab = 1; Ac = 2; B = 3 } | Select-Object A*).PSObject.Properties.Name", "Ab Ac")]
    [InlineData("([pscustomobject]@{ A = 2 } | Select-Object @{ n = 'Twice'; e = { $_.A * 2 } }).Twice", "4")]
    [InlineData("([pscustomobject]@{ A = 1; B = 2 } | Select-Object -ExcludeProperty B).PSObject.Properties.Name", "A")]
    [InlineData("[pscustomobject]@{ A = 1, 2 } | Select-Object -ExpandProperty A", "1 2")]
    [InlineData("3, 1, 2 | Sort-Object", "1 2 3")]
    [InlineData("10, 9, 1 | Sort-Object -Descending", "10 9 1")]
    [InlineData("'b', 'A', 'a' | Sort-Object -Unique", "A b")]
    [InlineData("'a', 'bb', 'c' | Sort-Object { $_.Length } -Descending", "bb a c")]
    [InlineData(
        "(1..4 | Measure-Object -Sum -Average -Minimum -Maximum | ForEach-Object { $_.Count, $_.Sum, $_.Average, "
            + "$_.Minimum, $_.Maximum })",
        "4 10 2.5 1 4")]
    [InlineData("(@() | Measure-Object).Count", "0")]
    [InlineData("'a', 'b', 'A' | Group-Object | ForEach-Object { \"$($_.Name)=$($_.Count)\" }", "a=2 b=1")]
    [InlineData("@{ a = 1 } | ConvertTo-Json -Compress", "{\"a\":1}")]
    [InlineData("1, 'x', $null, $true, 1.5 | ConvertTo-Json -Compress", "[1,\"x\",null,true,1.5]")]
    [InlineData(
        "ConvertTo-Json -Compress @{ a = @{ b = @{ c = @{ d = 1 } } } }",
        "{\"a\":{\"b\":{\"c\":\"System.Collections.Hashtable\"}}}")]
    [InlineData(
        "ConvertTo-Json -Compress -Depth 3 @{ a = @{ b = @{ c = @{ d = 1 } } } }", "{\"a\":{\"b\":{\"c\":{\"d\":1}}}}")]
    [InlineData("[DayOfWeek]::Friday | ConvertTo-Json -EnumsAsStrings", "\"Friday\"")]
    [InlineData("('{\"a\":[1,{\"b\":\"x\"}]}' | ConvertFrom-Json).a[1].b", "x")]
    [InlineData("'[1,2]' | ConvertFrom-Json", "1 2")]
    [InlineData("'[1,2.5]' | ConvertFrom-Json | ForEach-Object { $_.GetType().Name }", "Int64 Double")]
    [InlineData("Write-Output 1 2 | ForEach-Object { $_ }", "1 2")]
    public void GiveWhatPwshGives(string script, string expected)
    {
        Engine.Result result = _engine.Run(script);
        Assert.Null(result.Failure);
        Assert.Empty(result.Errors);
        Assert.Equal(expected, result.Text);
    }

    [Fact]
    public void GetChildItemFindsFilesAndFolders()
    {
        foreach (string file in new[]
        {
            "a.json",
            "b [1].json",
            ".hidden.json",
            "sub/c.json",
            "sub/d.txt",
            ".git/e.json",
        })
        {
            string path = Path.Join(_folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "{}");
        }

        string Names(string arguments)
            => string.Join(
                ' ',
                _engine
                    .Run($"Set-Location '{_folder}'; Get-ChildItem {arguments}").Output
                    .Select(static o => ((FileSystemInfo)o.BaseObject).Name));
        Assert.Equal("a.json b [1].json sub", Names(string.Empty));
        Assert.Equal("a.json b [1].json c.json", Names("-Recurse -Filter *.json"));
        Assert.Equal("a.json b [1].json c.json", Names("*.json -Recurse"));
        Assert.Equal("sub", Names("-Directory"));
        Assert.Equal("a.json b [1].json", Names("-File"));
        Assert.Equal("b [1].json", Names("-LiteralPath 'b [1].json'"));
        Assert.Equal("c.json d.txt", Names("sub"));
        Assert.Contains(".hidden.json", Names("-Force"), StringComparison.Ordinal);
        Assert.Equal("a.json", Names("-Recurse -File | Select-Object -First 1"));
        Engine.Result missing = _engine.Run($"Get-ChildItem '{_folder}/none'");
        Assert.True(missing.Failure is not null || missing.Errors.Count == 1);
    }

    [Fact]
    public void GetContentReadsLinesAndWholes()
    {
        string file = Path.Join(_folder, "x [1].txt");
        File.WriteAllText(file, "one\ntwo\nthree\n");
        Assert.Equal("one two three", _engine.Run($"Get-Content -LiteralPath '{file}'").Text);
        Assert.Equal("one two", _engine.Run($"Get-Content -LiteralPath '{file}' -TotalCount 2").Text);
        Assert.Equal("one\ntwo\nthree\n", _engine.Run($"Get-Content -LiteralPath '{file}' -Raw").Text);
        Assert.Equal(
            "True False True",
            _engine.Run(
                $"Test-Path -LiteralPath '{file}'; Test-Path '{file}x'; Test-Path '{_folder}' -PathType "
                    + "Container").Text);
    }

    [Fact]
    public async Task OutFileAndOutStringFormatAsTheViewsDo()
    {
        string file = Path.Join(_folder, "out.txt");
        ShellProcess.Answer answer = await ShellProcess.RunAsync(
            "-c",
            $"[pscustomobject]@{{ A = 1; B = 'x' * 60 }} > '{file}'; 'more' >> '{file}'; "
            + "$s = [pscustomobject]@{ A = 1; B = 'x' * 60; C = 2; D = 3; E = 4 } | Out-String -Width 40; $s.Length "
            + "-gt 0; "
            + "($s -split [Environment]::NewLine | Measure-Object Length -Maximum).Maximum -le 40; 'a' | Out-String "
            + "-Stream");
        Assert.Equal(0, answer.ExitCode);
        Assert.Empty(answer.Error);
        Assert.Equal(
            ["True", "True", "a"], answer.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        string written = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains(new string('x', 60), written, StringComparison.Ordinal);
        Assert.EndsWith($"more{Environment.NewLine}", written, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', written);
    }
}
