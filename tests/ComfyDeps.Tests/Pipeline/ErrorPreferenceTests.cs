using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Pipeline;

/// <summary>
/// What a caller says about errors holds for every cmdlet, and nothing comes out where something went wrong.
/// </summary>
[Collection(EnvironmentCollection.Name)]
public sealed class ErrorPreferenceTests : IAsyncDisposable
{
    /// <summary>Drops what is there; that nothing is there is right.</summary>
    private const string CannotFail = "Clear-ComfyCache";

    private static readonly string[] s_failing =
    [
        "Compare-ComfyInstallation",
        "Export-ComfyDependencyReport -RegistryPath ./none.json",
        "Export-ComfyDockerfile -RegistryPath ./none.json",
        "Export-ComfyInstallScript -RegistryPath ./none.json",
        "Export-ComfySnapshot -RegistryPath ./none.json",
        "Find-ComfyModelVersion no-such-file.safetensors",
        "Find-ComfyNodePack NoSuchClassAnywhere",
        "Find-ComfyNodeVersion no-such-pack-anywhere",
        "Get-ComfyCatalog",
        "Get-ComfyInstallation ./none",
        "Get-ComfyRegistry ./none.json",
        "Get-ComfyWorkflowDependency ./none.json",
        "Import-ComfySnapshot ./none.json",
        "Remove-ComfyRegistryEntry none -RegistryPath ./none.json",
        "Set-ComfyRegistryEntry none -Version 1.0 -RegistryPath ./none.json",
        "Set-ComfyRegistryEnvironment -ComfyUIVersion 99.0",
        "Test-ComfyInstallation ./none",
        "Test-ComfyRegistry -RegistryPath ./none.json",
        "Update-ComfyCatalog -SourcePath ./none",
        "Update-ComfyRegistry -RegistryPath ./broken.json",
    ];

    private readonly LoopbackEngine _engine = new();

    public ErrorPreferenceTests()
    {
        File.WriteAllText(Path.Join(_engine.Folder, "broken.json"), "{ \"version\": ");
        _engine.Set("COMFYDEPS_REGISTRY", null);
        Assert.Empty(_engine.Run($"Set-Location -LiteralPath '{_engine.Folder}'").Errors);
    }

    public static TheoryData<string> Failing => [.. s_failing];

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [MemberData(nameof(Failing))]
    public void IsHonoured(string command)
    {
        string name = Prepare(command, out string call);
        Engine.Result plain = _engine.Run(call);
        Assert.NotEmpty(plain.Errors);
        Assert.Null(plain.Failure);
        Assert.All(
            plain.Errors,
            error => Assert.EndsWith(
                $",ComfyDeps.Commands.{name}", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.DoesNotContain(null, plain.Output.Select(static one => one?.BaseObject));

        Engine.Result quiet = _engine.Run(
            $"$global:Error.Clear(); $null = {call} -ErrorAction SilentlyContinue -ErrorVariable kept; "
                + "\"$($kept.Count -gt 0) $($global:Error.Count -gt 0)\"");
        Assert.Empty(quiet.Errors);
        Assert.Equal("True True", quiet.Text);

        Engine.Result ignored = _engine.Run(
            $"$global:Error.Clear(); $null = {call} -ErrorAction Ignore; $global:Error.Count");
        Assert.Empty(ignored.Errors);
        Assert.Equal("0", ignored.Text);

        Engine.Result stopped = _engine.Run(
            $"try {{ $null = {call} -ErrorAction Stop; 'went on' }} catch {{ $_.FullyQualifiedErrorId }}");
        Assert.EndsWith($",ComfyDeps.Commands.{name}", stopped.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryCmdletIsTried()
        => Assert.Equal(
            _engine
                .Run("(Get-Module ComfyDeps).ExportedCmdlets.Keys").Output
                .Select(static one => $"{one}")
                .Order(StringComparer.Ordinal),
            s_failing.Select(static command => command.Split(' ')[0]).Append(CannotFail).Order(StringComparer.Ordinal));

    /// <summary>The class of the cmdlet, and the command where the machine is as it needs to be to fail.</summary>
    private string Prepare(string command, out string call)
    {
        call = command;
        if (command == "Get-ComfyCatalog")
        {
            _engine.Set("COMFYDEPS_CATALOG", Path.Join(_engine.Folder, "none"));
        }
        else if (command == "Compare-ComfyInstallation")
        {
            call = "'text' | Compare-ComfyInstallation";
        }

        return $"{command.Split(' ')[0].Replace("-", string.Empty, StringComparison.Ordinal)}Command";
    }
}
