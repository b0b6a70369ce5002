using System.IO;
using System.Linq;
using ComfyDeps.Catalog;

namespace ComfyDeps.Core.Tests.Catalog;

/// <summary>
/// Reading what ComfyUI-Manager refuses to start with, out of a Python file that somebody else writes.
/// </summary>
public sealed class SecurityListTests
{
    private const string Reason = "ComfyUI-Manager does not start with it";

    [Fact]
    public void NamesFoldersAndExactVersions()
    {
        const string Text = """"
            def security_check():
                guide = {
                    "ComfyUI_LLMVISION": """
            0.Remove ComfyUI\\custom_nodes\\ComfyUI_LLMVISION.
            """,
                    "ultralytics==8.3.41": "execute 'pip uninstall ultralytics'",
                }

                node_blacklist = {"ComfyUI_LLMVISION": "ComfyUI_LLMVISION"}

                pip_blacklist = {
                    "AppleBotzz": "ComfyUI_LLMVISION",
                    'ultralytics==8.3.41' : "ultralytics==8.3.41",
                    "ultralytics==8.3.42": "ultralytics==8.3.41",
                }

                file_blacklist = {
                    "ComfyUI_LLMVISION": ["%LocalAppData%\\rundll64.exe"],
                    "lolMiner": [os.path.join(comfyui_path, 'lolMiner')]
                }
            """";

        // A key without an exact version is something that the check looks for in pip's output, and no distribution.
        Assert.Equal(
            [
                new AdvisoryFact(AdvisoryFact.Folder, "ComfyUI_LLMVISION", "", Reason, "lists"),
                new AdvisoryFact(AdvisoryFact.Python, "ultralytics", "8.3.41", Reason, "lists"),
                new AdvisoryFact(AdvisoryFact.Python, "ultralytics", "8.3.42", Reason, "lists"),
            ],
            SecurityList.Parse(Text, "lists"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\u0001\ufffd")]
    [InlineData("node_blacklist")]
    [InlineData("node_blacklist = {")]
    [InlineData("node_blacklist = {\"pack\": \"a\"")]
    [InlineData("node_blacklist = [\"pack\"]")]
    [InlineData("node_blacklist = {}\npip_blacklist = {}")]
    [InlineData("node_blacklist = {pack: 1, \"pack', \"other\"}")]
    [InlineData(
        "node_blacklist = {\"../../etc\": 1, \"/etc/passwd\": 1, \"a/b\": 1, \"a b\": 1, \"$(id)\": 1, \"a\\u0000\": "
            + "1, \"\": 1}")]
    [InlineData("pip_blacklist = {\"torch\": 1, \"torch>=2\": 1, \"torch==1==2\": 1, \"-e==1\": 1}")]
    [InlineData("file_blacklist = {\"pack\": 1}")]
    public void WhatIsDamagedOrHostileNamesNothing(string text) => Assert.Empty(SecurityList.Parse(text, "lists"));

    [Fact]
    public void WhatStandsBesideSomethingDamagedCounts()
    {
        const string Text =
            "node_blacklist = {\"../x\": 1, 'pack' : \"why: \\\"so\\\"\"}\nnode_blacklist = {\"other\": {\"nested\": "
                + "1}}\npip_blacklist={'a==1':0}";

        Assert.Equal(["pack", "a"], SecurityList.Parse(Text, "lists").Select(static one => one.Name));
    }

    [Fact]
    public void ANameThatIsLongerThanAnyNameIsNone()
        => Assert.Empty(SecurityList.Parse($"node_blacklist = {{\"{new string('a', 101)}\": 1}}", "lists"));

    [Fact]
    public void MuchOfWhatNearlyFitsIsReadInOneGo()
    {
        const int Many = 40_000;
        string text = string.Concat(Enumerable.Repeat("node_blacklist = ", Many))
            + string.Concat(Enumerable.Repeat("node_blacklist = {\"a\"", Many))
            + "node_blacklist = {\"a\"" + new string(' ', Many) + string.Concat(
                Enumerable.Repeat("\"a\" ", Many)) + "\"b\": 1}";

        Assert.Equal(["b"], SecurityList.Parse(text, "lists").Select(static one => one.Name));
    }

    [Fact]
    public void AFolderHasItWhereACheckoutOrACopyHasIt()
    {
        string folder = Directory.CreateTempSubdirectory("comfydeps-lists").FullName;
        try
        {
            ListProvenance provenance = new("Comfy-Org/ComfyUI-Manager", null, null);
            Assert.Empty(SecurityList.Read(folder, provenance));
            Directory.CreateDirectory(Path.Join(folder, "glob"));
            string file = Path.Join(folder, "glob", SecurityList.FileName);
            File.WriteAllText(file, "node_blacklist = {\"pack\": 1}");
            Assert.Equal(
                new AdvisoryFact(
                    AdvisoryFact.Folder, "pack", "", Reason, "Comfy-Org/ComfyUI-Manager security_check.py"),
                Assert.Single(SecurityList.Read(folder, provenance)));

            // Nobody writes so long a list; what does is not read at all.
            File.AppendAllText(file, new string(' ', 1024 * 1024));
            Assert.Empty(SecurityList.Read(folder, provenance));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void WhatIsKnownKeepsItsOwnEvidence()
    {
        AdvisoryFact all = new(AdvisoryFact.Python, "bad", "", "is malware", "a report");
        AdvisoryFact some = new(AdvisoryFact.Python, "ultralytics", "8.3.41 8.3.42", "mines coins", "a report");
        AdvisoryFact[] more =
        [
            .. SecurityList.Parse(
                "pip_blacklist = {'bad==1': 0, 'ultralytics==8.3.42': 0, 'ultralytics==8.3.45': 0}", "lists"),
        ];

        Assert.Equal([all, some, more[2]], SecurityList.Merge([all, some], more));
    }
}
