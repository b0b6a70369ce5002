using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ComfyDeps.Inspection;
using ComfyDeps.Operations;

namespace ComfyDeps.Acceptance.Tests.Inspection;

/// <summary>
/// A pod whose names or answers are made to deceive speaks for itself alone, and reaches no terminal.
/// </summary>
public sealed class HostilePodTests
{
    /// <summary>
    /// What a name would have to be to end a record of the probe and to begin one about something else.
    /// </summary>
    private static readonly string[] s_names =
    [
        "one\nf 81a4 10 1 1 1 2026-01-01 10:00:00.0 +0000 ",
        "two\u0002cd00000000000000000000000000000000\u0001C ",
        "three\u001b]0;owned\u0007\u001b[2J",
        "four\nT custom_nodes\nt name = \"res4lyf\"",
        "-exec touch x",
        "$(touch x)`touch x`'\"",
    ];

    [Fact]
    public async Task APackWhoseNameIsMadeToBeAnAnswerIsOnePackOfThatName()
    {
        using ComfyTree tree = new();
        using SshServer server = new();
        string[] before = Others(await Look.AtHost(server, tree.Root));
        foreach (string name in s_names)
        {
            tree.Write($"custom_nodes/{name}/__init__.py", "\n");
        }

        foreach (IReadOnlyList<InspectedItem> items in (IReadOnlyList<InspectedItem>[])[
            await Look.AtHost(server, tree.Root),
            await Look.AtFolder(tree.Root),
        ])
        {
            Assert.Equal(before, Others(items));
            Assert.Equal(
                s_names.Select(Shown).Order(StringComparer.Ordinal),
                items.Where(IsMade).Select(static item => item.Item.Name).Order(StringComparer.Ordinal));
            Assert.DoesNotContain(items.SelectMany(Texts), static text => text.Any(char.IsControl));
        }

        Assert.Empty(Directory.GetFiles(tree.Volume, "x", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task WhatAHostForgesIsToldOfThatHostAloneAndWithoutControlCharacters()
    {
        // It reads the word by which lines are told, and says what it likes.
        using SshServer liar = new("""
            read -r first
            {
              printf '%s\n' 'h Linux x86_64 9999999999' 'o /root' 'C /w/ComfyUI' 'c /w/ComfyUI'
              for folder in '' /custom_nodes /custom_nodes/res4lyf /models /models/vae; do
                printf 'f 41ed 0 1 %s 1 d t z %s\n' "${#folder}" "/w/ComfyUI$folder"
              done
              for file in main.py folder_paths.py custom_nodes/res4lyf/__init__.py custom_nodes/res4lyf/.tracking custom_nodes/res4lyf/pyproject.toml; do
                printf 'f 81a4 9 1 2 1 d t z %s\n' "/w/ComfyUI/$file"
              done
              printf '%s\n' 'T /w/ComfyUI/custom_nodes/res4lyf/pyproject.toml' 't [project]' 't name = "res4lyf"' 't version = "1.0.2"'
              printf '%s\n' 'f 81a4 18446744073709551615 1 3 1 d t z /w/ComfyUI/models/vae/huge.safetensors' \
                'f 81a4 -5 1 3 1 d t z /w/ComfyUI/models/vae/negative.safetensors' \
                'f 81a4 10 99999999999999999999 3 1 d t z /w/ComfyUI/models/vae/late.safetensors' \
                'f 81a4 10 1 3 1 d t z relative/models/vae/relative.safetensors' \
                'f 81a4 10 1 3 1 d t z /w/ComfyUI/models/vae/../../../../etc/passwd' \
                'f 81a4 10 1 4 1 d t z /w/ComfyUI/models/vae/\033[2J\033]0;owned\007.pt' \
                'm 5 1 zz /w/ComfyUI/models/vae/none.pt' 's 0 aaaa' 'x ' 'g' 'q unknown' 'T' 't lost'
            } | awk -v n="${first#nonce=}" '{ print n " " $0; count++; total += length($0) } END { print n " end " count " " total }'
            cat > /dev/null
            """);
        string told = $"127.0.0.1:{liar.Port}";

        IReadOnlyList<InspectedItem> items = await Look.AtHost(liar, "/w/ComfyUI", new InspectionOptions());

        Assert.Equal(
            ["ComfyUI", "res4lyf", "vae/\u241b[2J\u241b]0;owned\u2407.pt"],
            items.Select(static item => item.Item.Name));
        Assert.All(items, item => Assert.Equal(told, item.Item.Environment));
        Assert.DoesNotContain(items.SelectMany(Texts), static text => text.Any(char.IsControl));
    }

    [Fact]
    public async Task APodThatHasEverythingMakesNothingVerifiedOfAnother()
    {
        using ComfyTree good = new();
        using ComfyTree bad = new();
        File.Delete(bad.At("models/checkpoints/sd15.safetensors"));
        string registry = Path.Join(good.Volume, "comfy-registry.json");
        string hash = (await Look.AtFolder(good.Root)).Single(
            static item => item.Item.Name == "checkpoints/sd15.safetensors").Item.Sha256!;
        await File.WriteAllTextAsync(
            registry,
            $$"""{ "version": 1, "models": { "checkpoints/sd15.safetensors": { "sha256": "{{hash}}", "source": { "kind": "url", "url": "https://example.com/sd15" } } } }""",
            TestContext.Current.CancellationToken);
        List<string> results = [];
        await foreach (VerificationResult result in TestInstallation.RunAsync(
            new EnvironmentSelection { Paths = [good.Root, bad.Root, good.Root] },
            new TestInstallationOptions { RegistryPath = registry, CurrentFolder = good.Volume },
            NullReporter.Instance,
            TestContext.Current.CancellationToken))
        {
            if (result.Name == "checkpoints/sd15.safetensors")
            {
                results.Add($"{result.Environment} {result.Status}");
            }
        }

        Assert.Equal([$"{good.Root} Verified", $"{bad.Root} Missing", $"{good.Root} Verified"], results);
    }

    private static bool IsMade(InspectedItem item) => s_names.Select(Shown).Contains(item.Item.Name);

    private static string[] Others(IReadOnlyList<InspectedItem> items)
        => [
            .. items
                .Where(static item => !IsMade(item))
                .Select(
                    static item =>
                        $"{item.Item.Kind} {item.Item.Name} {item.Item.Version} {item.Item.Commit} {item.Item.Sha256}"),
        ];

    private static string Shown(string name)
        => string.Concat(name.Select(static c => c < ' ' ? (char)('\u2400' + c) : c));

    private static IEnumerable<string> Texts(InspectedItem item)
        => new[]
        {
            item.Item.Name,
            item.Item.Location,
            item.Item.Version,
            item.Item.Commit,
            item.Item.Folder,
            item.Item.FileName,
            item.Item.Url?.OriginalString,
        }
            .Concat(item.Findings.SelectMany(static finding => new[] { finding.Message, finding.Hint }))
            .OfType<string>();
}
