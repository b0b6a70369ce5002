using System.Text;
using System.Text.Json;

namespace ComfyDeps.Core.Tests.Workflows.Media;

/// <summary>What counts as a workflow's text, whatever the container: shown with the simplest one.</summary>
public sealed class EmbeddedTextsTests
{
    [Theory]
    [InlineData("workflow", "  {\"nodes\": []} \n")]
    [InlineData("Workflow", "{\"nodes\": []}\0\0")]
    [InlineData("WORKFLOW", "\uFEFF{\"nodes\": []}\0junk")]
    [InlineData("workflow", "\"{\\\"nodes\\\": []}\"")]
    [InlineData("workflow", "\"{\\u0022nodes\\u0022: []}\"")]
    [InlineData("comment", "{\"workflow\": {\"nodes\": []}}")]
    [InlineData("comment", "{\"x\": NaN, \"workflow\" : \"{\\\"nodes\\\": []}\" , \"y\": [\"}\"]}")]
    [InlineData("Comment", "\"{\\\"workflow\\\": {\\\"nodes\\\": []}}\"")]
    public void TakesTheJsonOutOfWhatIsAroundIt(string key, string value)
        => Assert.Equal([("workflow", "tEXt", "{\"nodes\": []}")], Reading.Read(File(key, value)).Texts());

    [Theory]
    [InlineData("prompt", "a photo of a cat, (best quality:1.2)")]
    [InlineData("prompt", "{red|green} [cat|dog]")]
    [InlineData("prompt", "\"quoted\" words")]
    [InlineData("prompt", "null")]
    [InlineData("prompt", "{}")]
    [InlineData("prompt", "")]
    [InlineData("workflow_id", "{\"nodes\": []}")]
    [InlineData("parameters", "{\"nodes\": []}")]
    [InlineData("comment", "Created with GIMP")]
    [InlineData("comment", "{\"camera\": \"x\"")]
    [InlineData("comment", "{\"workflow\": null}")]
    public void PassesOverWhatIsNoWorkflow(string key, string value)
        => Assert.Empty(Reading.Read(File(key, value)).Texts);

    [Theory]
    [InlineData("workflow", "\"{\\\"nodes\\\": [")]
    [InlineData("workflow", "\"{\\\"a\\\": \\q}\"")]
    [InlineData("comment", "{\"workflow\": {\"nodes\": [")]
    public void ABrokenWrapIsAnError(string key, string value)
        => Reading.AssertMalformed(File(key, value));

    [Fact]
    public void KeepsTheBytesOfABrokenTextForTheJsonReaderToExplain()
        => Assert.Equal(
            [("workflow", "tEXt", "{\"nodes\": [")], Reading.Read(File("workflow", "{\"nodes\": [")).Texts());

    [Fact]
    public void UnpacksADeepObjectOfAnotherKindOfSaver()
    {
        string value = JsonSerializer.Serialize(
            JsonSerializer.Serialize(new { prompt = Reading.Prompt, workflow = Reading.Workflow }));
        Reading.Read(File("comment", value)).AssertBoth("tEXt");
    }

    private static byte[] File(string key, string value)
        => MediaFiles.Png(MediaFiles.Chunk("tEXt", Encoding.UTF8.GetBytes(key + "\0" + value)));
}
