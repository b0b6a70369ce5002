using ComfyDeps.Analysis;

namespace ComfyDeps.Core.Tests.Analysis;

public sealed class InputNameTests
{
    [Theory]
    [InlineData("lora_name", "lora_name", true)]
    [InlineData("lora_name", "lora_name2", false)]
    [InlineData("lora_name_#", "lora_name_49", true)]
    [InlineData("lora_name_#", "lora_name_", false)]
    [InlineData("lora_#_name", "lora_3_name", true)]
    [InlineData("lora_#.lora", "lora_1.lora", true)]
    [InlineData("lora_#.lora", "lora_1.strength", false)]
    [InlineData("loras.name", "loras.0.name", true)]
    [InlineData("loras.name", "loras.name", true)]
    [InlineData("loras.name", "loras.12.name", true)]
    [InlineData("loras", "loras.0", true)]
    public void MatchesNumbersAndLists(string fact, string name, bool expected)
        => Assert.Equal(expected, InputName.Matches(fact, name));
}
