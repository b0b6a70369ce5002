using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading.Tasks;
using ComfyDeps.TestServers.ComfyUi;
using ComfyDeps.Tests.Support;

namespace ComfyDeps.Tests.Commands;

/// <summary>
/// Environments against the registry, against workflows, and against each other, as their users run it.
/// </summary>
[Collection(EnvironmentCollection.Name)]
public sealed class InstallationChecksTests : IAsyncDisposable
{
    private readonly LoopbackEngine _engine = new();
    private readonly ComfyTree _tree = new();

    public InstallationChecksTests()
    {
        _engine.Set("COMFYDEPS_REGISTRY", null);
        File.Delete(_tree.At("custom_nodes/single_node.py"));
        Assert.Empty(_engine.Run($"Set-Location -LiteralPath '{_engine.Folder}'").Errors);
    }

    public async ValueTask DisposeAsync()
    {
        _tree.Dispose();
        await _engine.DisposeAsync();
    }

    [Fact]
    public void ARightEnvironmentIsRightAndADefectIsNamed()
    {
        WriteRegistry();
        Engine.Result right = _engine.Run($"Test-ComfyInstallation '{_tree.Root}'");
        Assert.Empty(right.Errors);
        Assert.Equal(["Verified"], right.Output.Select(static o => Of(o, "Status")).Distinct());
        Assert.Equal("True", _engine.Run($"Test-ComfyInstallation '{_tree.Root}' -Quiet").Text);

        _tree.AddSafetensors("models/checkpoints/sd15.safetensors", 4000, fill: 8);
        ComfyTree.Git(_tree.At("custom_nodes/ComfyUI-GGUF"), "checkout", "--quiet", "HEAD~1");
        Assert.Equal(
            "city96/comfyui-gguf WrongCommit", Problems($"Test-ComfyInstallation -LiteralPath '{_tree.Root}' -Quick"));
        Assert.Equal(
            "city96/comfyui-gguf WrongCommit, checkpoints/sd15.safetensors WrongHash",
            Problems($"Test-ComfyInstallation '{_tree.Root}'"));
        Assert.Equal("False", _engine.Run($"Test-ComfyInstallation '{_tree.Root}' -Quiet").Text);
    }

    [Fact]
    public void CanThisPodRunThisWorkflow()
    {
        File.WriteAllText(
            Path.Join(_engine.Folder, "w.json"),
            """
            {"1":{"class_type":"UnetLoaderGGUF","inputs":{"unet_name":"flux1-dev-Q8_0.gguf"}},
             "2":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"sd15.safetensors"}},
             "3":{"class_type":"LoraLoader","inputs":{"lora_name":"style\\anime.safetensors"}},
             "4":{"class_type":"VHS_VideoCombine","inputs":{}},
             "5":{"class_type":"NobodyHasThisOne","inputs":{}}}
            """);
        Engine.Result result = _engine.Run(
            $"Get-ComfyWorkflowDependency w.json | Test-ComfyInstallation '{_tree.Root}'");
        Assert.Empty(result.Errors);
        Assert.Equal(
            [
                "Model checkpoints/sd15.safetensors Verified Present",
                "Model diffusion_models/flux1-dev-Q8_0.gguf Missing NotInstalled",
                "Model loras/style/anime.safetensors Verified Present", "Node NobodyHasThisOne NotInRegistry NotListed",
                "Node comfyui-gguf Verified Present", "Node comfyui-videohelpersuite Missing NotInstalled",
            ],
            result.Output.Select(static o => $"{Of(o, "Kind")} {Of(o, "Name")} {Of(o, "Status")} {Of(o, "Code")}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AFileThatTheShippedRegistryKnowsIsComparedAndWithQuickItIsEnoughThatItIsThere()
    {
        _tree.AddSafetensors("models/vae/ae.safetensors", 30);
        File.WriteAllText(
            Path.Join(_engine.Folder, "w.json"),
            """{"1":{"class_type":"VAELoader","inputs":{"vae_name":"ae.safetensors"}}}""");
        string test = $"Get-ComfyWorkflowDependency w.json | Test-ComfyInstallation '{_tree.Root}'";
        Assert.Equal("True", _engine.Run($"{test} -Quick -Quiet").Text);
        Assert.Equal("vae/ae.safetensors WrongHash", Problems(test));

        // Now its hash is known, and a quick look need not forget it.
        Assert.Equal("vae/ae.safetensors WrongHash", Problems($"{test} -Quick"));
    }

    [Fact]
    public void WithoutARegistryThereIsNothingToCompareWith()
        => Assert.Contains(
            _engine.Run($"Test-ComfyInstallation '{_tree.Root}' -RegistryPath ./none.json").Errors,
            static e => e.FullyQualifiedErrorId == "RegistryNotFound,ComfyDeps.Commands.TestComfyInstallationCommand");

    [Fact]
    public void AnEnvironmentThatCannotBeLookedAtIsUndeterminedAndTheOthersCount()
    {
        WriteRegistry();
        string empty = Directory.CreateDirectory(Path.Join(_engine.Folder, "empty")).FullName;
        Engine.Result result = _engine.Run($"Test-ComfyInstallation '{empty}', '{_tree.Root}' -Quick");
        Assert.Empty(result.Errors);
        PSObject first = result.Output[0];
        Assert.Equal(
            $"{empty} Undetermined Unreachable",
            $"{Of(first, "Environment")} {Of(first, "Status")} {Of(first, "Code")}");
        Assert.All(result.Output.Skip(1), static o => Assert.Equal("Verified", Of(o, "Status")));
        Assert.True(result.Output.Count > 5);
    }

    [Fact]
    public void ARunningServerIsAskedForClassesAndModels()
    {
        ComfyUiStandIn server = _engine.Services.ComfyUi;
        server.Manager = ManagerKind.V4;
        server.Packs.Add(new ServedPack { Folder = "res4lyf", Version = "1.0.2", RegistryId = "res4lyf" });
        server.Packs.Add(
            new ServedPack
            {
                Folder = "ComfyUI-GGUF",
                Version = _tree.Commits["city96/ComfyUI-GGUF"],
                Repository = "city96/ComfyUI-GGUF",
            });
        server.Packs.Add(new ServedPack { Folder = "Other", Version = "1.0.0", RegistryId = "other" });
        server.Classes.Add(new ServedClass { Name = "UnetLoaderGGUF", PythonModule = "custom_nodes.Other" });
        server.Classes.Add(new ServedClass { Name = "ClownsharKSampler_Beta", PythonModule = "custom_nodes.res4lyf" });
        server.Classes.Add(
            new ServedClass { Name = "INTConstant", PythonModule = "custom_nodes.comfyui-kjnodes", IsBroken = true });
        server.Classes.Add(new ServedClass
        {
            Name = "CheckpointLoaderSimple",
            Required = [ServedInput.NewCombo("ckpt_name", "sd15.safetensors")],
        });
        server.Models["checkpoints"] = ["sd15.safetensors"];
        server.Models["loras"] = [];
        WriteRegistry();
        Engine.Result result = _engine.Run($"Test-ComfyInstallation -Uri '{server.Address}'");
        Assert.Empty(result.Errors);
        string[] told = [.. result.Output.Select(static o => $"{Of(o, "Name")} {Of(o, "Status")} {Of(o, "Code")}")];
        Assert.Contains("ComfyUI Undetermined NotTold", told);
        Assert.Contains("res4lyf Verified Found", told);
        Assert.Contains("city96/comfyui-gguf Verified Found", told);
        Assert.Contains("UnetLoaderGGUF Mismatch WrongPack", told);
        Assert.Contains("kijai/comfyui-kjnodes Missing NotInstalled", told);
        Assert.Contains("INTConstant Undetermined ClassBroken", told);
        Assert.Contains("checkpoints/sd15.safetensors Undetermined NotHashed", told);
        Assert.Contains("loras/style/anime.safetensors Missing NotInstalled", told);
        server.Faults.Always(ComfyUiStandIn.OriginTimeout);
        Engine.Result down = _engine.Run($"Test-ComfyInstallation -Uri '{server.Address}' -Quiet");
        Assert.Equal("False", down.Text);
    }

    [Fact]
    public void ARunningServerOffersWhatItsOwnLoadersOffer()
    {
        ComfyUiStandIn server = _engine.Services.ComfyUi;
        server.Classes.Add(Loader("CheckpointLoaderSimple", "ckpt_name", "sd15.safetensors", "flux1-dev.safetensors"));
        server.Classes.Add(Loader("UNETLoader", "unet_name", "other.safetensors"));
        server.Classes.Add(Loader("SomebodysOwnLoader", "file", "ae.safetensors"));
        server.Classes.Add(Loader("UltralyticsDetectorProvider", "model_name", "bbox/face.pt"));
        server.Models["checkpoints"] = ["sd15.safetensors", "flux1-dev.safetensors"];
        server.Models["diffusion_models"] = ["other.safetensors"];
        server.Models["vae"] = [];
        server.Models["loras"] = [];
        server.Models["ultralytics"] = [];
        File.WriteAllText(
            Path.Join(_engine.Folder, "w.json"),
            """
            {"1":{"class_type":"UNETLoader","inputs":{"unet_name":"flux1-dev.safetensors"}},
             "2":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"sd15.safetensors"}},
             "3":{"class_type":"VAELoader","inputs":{"vae_name":"ae.safetensors"}},
             "4":{"class_type":"LoraLoader","inputs":{"lora_name":"none.safetensors"}},
             "5":{"class_type":"UltralyticsDetectorProvider","inputs":{"model_name":"bbox/face.pt"}}}
            """);
        Engine.Result result = _engine.Run(
            "Get-ComfyWorkflowDependency w.json -Kind Model | Test-ComfyInstallation -Uri "
                + $"'{server.Address}' | Where-Object Kind -eq Model");
        Assert.Empty(result.Errors);
        Assert.Equal(
            [
                "checkpoints/sd15.safetensors Verified Present",
                "diffusion_models/flux1-dev.safetensors Missing WrongFolder",
                "loras/none.safetensors Missing NotInstalled",
                "ultralytics/bbox/face.pt Verified Present", "vae/ae.safetensors Verified Present",
            ],
            result.Output.Select(static o => $"{Of(o, "Name")} {Of(o, "Status")} {Of(o, "Code")}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EnvironmentsThatAgreeGiveNothing()
    {
        string other = Copy();
        Assert.Empty(_engine.Run($"Compare-ComfyInstallation '{_tree.Root}', '{other}'").Output);
        WriteRegistry();
        Assert.Empty(_engine.Run($"Compare-ComfyInstallation '{_tree.Root}', '{other}'").Output);
        Engine.Result all = _engine.Run($"Compare-ComfyInstallation '{_tree.Root}', '{other}' -IncludeEqual");
        Assert.Equal(1 + 3 + 4 + 5, all.Output.Count);
    }

    [Fact]
    public void OneRowForEachDifferenceAndOneThatDoesNotAnswerDoesNotHideTheOthers()
    {
        WriteRegistry();
        string other = Copy();
        ComfyTree.Git(Path.Join(other, "custom_nodes", "ComfyUI-GGUF"), "checkout", "--quiet", "HEAD~1");
        File.Delete(Path.Join(other, "models", "checkpoints", "sd15.safetensors"));
        string empty = Directory.CreateDirectory(Path.Join(_engine.Folder, "empty")).FullName;
        Engine.Result result = _engine.Run($"Compare-ComfyInstallation '{_tree.Root}', '{other}', '{empty}'");
        Assert.Empty(result.Errors);
        Assert.Equal(
            [empty, "city96/comfyui-gguf", "checkpoints/sd15.safetensors"],
            result.Output.Select(static o => Of(o, "Name")));
        IReadOnlyDictionary<string, string?> values =
            (IReadOnlyDictionary<string, string?>)result.Output[1].Properties["Values"].Value;
        Assert.Equal(_tree.Commits["city96/ComfyUI-GGUF"], values[_tree.Root]);
        Assert.Equal(values[_tree.Root], Of(result.Output[1], "Expected"));
        Assert.NotEqual(values[_tree.Root], values[other]);
        Assert.Equal("Undetermined", values[empty]);
        Assert.Equal("The environments differ. The registry wants another.", Of(result.Output[1], "Message"));
        Assert.Equal("The environments differ. The registry wants it everywhere.", Of(result.Output[2], "Message"));
        Assert.Null(((IReadOnlyDictionary<string, string?>)result.Output[2].Properties["Values"].Value)[other]);
    }

    [Fact]
    public void FilesAreComparedByTheirHashesAsSoonAsBothAreKnown()
    {
        string other = Copy();
        _tree.AddSafetensors("models/checkpoints/sd15.safetensors", 4000, fill: 8);
        string compare = $"Compare-ComfyInstallation '{_tree.Root}', '{other}'";
        Assert.Empty(_engine.Run(compare).Output);
        Assert.Empty(_engine.Run($"Get-ComfyInstallation '{other}' -Hash").Errors);
        Assert.Empty(_engine.Run(compare).Output);
        Assert.Empty(_engine.Run($"Get-ComfyInstallation '{_tree.Root}' -Hash").Errors);
        PSObject row = Assert.Single(_engine.Run(compare).Output);
        Assert.Equal("checkpoints/sd15.safetensors", Of(row, "Name"));
        Assert.All(
            ((IReadOnlyDictionary<string, string?>)row.Properties["Values"].Value).Values,
            static value => Assert.StartsWith("sha256:", value, StringComparison.Ordinal));
    }

    [Fact]
    public void SavedResultsAreReadBackFromJsonAndFromAnotherSession()
    {
        string other = Copy();
        ComfyTree.Git(Path.Join(other, "custom_nodes", "ComfyUI-GGUF"), "checkout", "--quiet", "HEAD~1");
        PSObject[] items = [.. _engine.Run($"Get-ComfyInstallation '{other}'").Output];
        string[] kinds = ["as objects of another session", "read from JSON"];
        foreach (string kind in kinds)
        {
            PSObject[] copies = [.. items.Select(item => kind == kinds[0] ? ThroughRemoting(item) : ThroughJson(item))];
            using PowerShell shell = _engine.Engine.Start(
                $"param($saved) $saved | Compare-ComfyInstallation '{_tree.Root}'");
            shell.AddParameter("saved", copies);
            PSObject row = Assert.Single(shell.Invoke());
            Assert.Empty(shell.Streams.Error);
            Assert.Equal("comfyui-gguf", Of(row, "Name"));
        }

        Engine.Result wrong = _engine.Run("'text' | Compare-ComfyInstallation");
        Assert.Equal(
            "InvalidArgument,ComfyDeps.Commands.CompareComfyInstallationCommand",
            Assert.Single(wrong.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void APodIsComparedWithHowItWas()
    {
        string other = Copy();
        PSObject[] before = [.. _engine.Run($"Get-ComfyInstallation '{other}'").Output.Select(ThroughJson)];
        ComfyTree.Git(Path.Join(other, "custom_nodes", "ComfyUI-GGUF"), "checkout", "--quiet", "HEAD~1");
        using PowerShell shell = _engine.Engine.Start($"param($before) $before | Compare-ComfyInstallation '{other}'");
        shell.AddParameter("before", before);
        PSObject row = Assert.Single(shell.Invoke());
        Assert.Empty(shell.Streams.Error);
        IReadOnlyDictionary<string, string?> values =
            (IReadOnlyDictionary<string, string?>)row.Properties["Values"].Value;
        Assert.Equal([other, $"{other} (saved)"], values.Keys.Order(StringComparer.Ordinal));
        Assert.NotEqual(values[other], values[$"{other} (saved)"]);
    }

    [Fact]
    public void WhatComesFromAnotherSessionIsShownInTheSameWay()
    {
        WriteRegistry();
        string other = Copy();
        ComfyTree.Git(Path.Join(other, "custom_nodes", "ComfyUI-GGUF"), "checkout", "--quiet", "HEAD~1");
        foreach ((string command, string[] cells) in ((string, string[])[])
            [
                ($"Test-ComfyInstallation '{other}' -Quick", [
                    "VerificationCells]::Where",
                    "VerificationCells]::Finding",
                ]),
                ($"Get-ComfyInstallation '{other}'", ["InstallationCells]::Version", "InstallationCells]::Note"]),
                ($"Compare-ComfyInstallation '{other}', '{_tree.Root}'", [
                    "DifferenceCells]::Environments",
                    "DifferenceCells]::Values",
                    "DifferenceCells]::Expected",
                ]),
                ("Get-ComfyRegistry", ["RegistryCells]::Pin"]),
            ])
        {
            foreach (PSObject item in _engine.Run(command).Output)
            {
                PSObject copy = (PSObject)PSSerializer.Deserialize(PSSerializer.Serialize(item));
                foreach (string cell in cells)
                {
                    string[] shown = [.. new[] { item, copy }.Select(one => Cell(cell, one))];
                    Assert.Equal(shown[0], shown[1]);
                }
            }
        }
    }

    private static ServedClass Loader(string name, string input, params string[] files)
        => new() { Name = name, PythonModule = "nodes", Required = [ServedInput.NewCombo(input, files)] };

    private string Cell(string cell, PSObject item)
    {
        using PowerShell shell = _engine.Engine.Start($"param($item) [ComfyDeps.Formatting.{cell}($item)");
        shell.AddParameter("item", item);
        string text = Assert.Single(shell.Invoke()).ToString();
        Assert.Empty(shell.Streams.Error);
        return text;
    }

    private static string? Of(PSObject item, string name) => LoopbackEngine.Property(item, name);

    /// <summary>What Invoke-Command makes of an object.</summary>
    private static PSObject ThroughRemoting(PSObject item)
    {
        PSObject copy = (PSObject)PSSerializer.Deserialize(PSSerializer.Serialize(item));
        Assert.Equal("Deserialized.ComfyDeps.InstalledItem", copy.TypeNames[0]);
        return copy;
    }

    /// <summary>What ConvertTo-Json and ConvertFrom-Json make of it: words become numbers, addresses texts.</summary>
    private static PSObject ThroughJson(PSObject item)
    {
        PSObject copy = new();
        foreach (PSPropertyInfo property in item.Properties)
        {
            object? value = property.Value switch
            {
                Enum word => Convert.ToInt64(word, CultureInfo.InvariantCulture),
                Uri address => address.OriginalString,
                object any => any,
                null => null,
            };
            copy.Properties.Add(new PSNoteProperty(property.Name, value));
        }

        return copy;
    }

    private string Copy()
    {
        string copy = Path.Join(_engine.Folder, "copy");
        Tool.Run(_engine.Folder, "cp", "coreutils", "-a", _tree.Root, copy);
        return copy;
    }

    private string Problems(string command)
        => string.Join(
            ", ",
            _engine
                .Run(command).Output
                .Where(static o => Of(o, "IsOk") == "False")
                .Select(static o => $"{Of(o, "Name")} {Of(o, "Code")}"));

    /// <summary>The registry that the tree is right by.</summary>
    private void WriteRegistry()
    {
        Engine.Result items = _engine.Run($"Get-ComfyInstallation '{_tree.Root}' -Hash");
        StringBuilder models = new();
        foreach (PSObject model in items.Output.Where(static o => Of(o, "Kind") == "Model"))
        {
            models.Append(CultureInfo.InvariantCulture, $$"""
                {{(models.Length > 0 ? "," : string.Empty)}}"{{Of(model, "Name")}}": { "sha256": "{{Of(model, "Sha256")}}", "size": {{Of(model, "Size")}},
                  "source": { "kind": "url", "url": "https://example.com/{{Of(model, "Name")}}" } }
                """);
        }

        File.WriteAllText(
            Path.Join(_engine.Folder, "constraints.txt"),
            "aiohttp==3.12.0\ngguf==0.17.1\nnumpy==2.1.3\ntorch==2.8.0+cu128\n");
        File.WriteAllText(Path.Join(_engine.Folder, "comfy-registry.json"), $$"""
            { "version": 1,
              "environment": { "comfyui": { "commit": "{{_tree.Commits["comfyanonymous/ComfyUI"]}}" },
                "constraints": { "path": "constraints.txt", "sha256": "{{new string('a', 64)}}" } },
              "models": { {{models}} },
              "nodes": {
                "city96/comfyui-gguf": { "classes": ["UnetLoaderGGUF"], "source": { "kind": "git", "url": "https://github.com/city96/ComfyUI-GGUF", "commit": "{{_tree.Commits["city96/ComfyUI-GGUF"]}}" } },
                "kijai/comfyui-kjnodes": { "classes": ["INTConstant"], "source": { "kind": "git", "url": "https://github.com/kijai/ComfyUI-KJNodes", "commit": "{{_tree.Commits["kijai/ComfyUI-KJNodes"]}}" } },
                "res4lyf": { "classes": ["ClownsharKSampler_Beta"], "source": { "kind": "comfyRegistry", "id": "res4lyf", "version": "1.0.2" } } } }
            """);
    }
}
