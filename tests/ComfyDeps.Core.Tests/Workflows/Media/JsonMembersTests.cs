using System;
using System.Text;
using ComfyDeps.Workflows.Media;

namespace ComfyDeps.Core.Tests.Workflows.Media;

public sealed class JsonMembersTests
{
    [Theory]
    [InlineData("""{"a":1}""", "1")]
    [InlineData("""{ "a" : NaN }""", "NaN ")]
    [InlineData("""{"b":{"a":2},"a":[1,{"c":"}"}],"d":"]"}""", """[1,{"c":"}"}]""")]
    [InlineData("""{"b":"\\","a":"x\"y"}""", "\"x\\\"y\"")]
    [InlineData("""{"a":1,"a":2}""", "2")]
    [InlineData("""{"a":-Infinity,}""", "-Infinity")]
    [InlineData("""{"b":[[[]]]}""", "")]
    [InlineData("""{}""", "")]
    public void CutsAMemberOutOfAnObject(string json, string expected)
    {
        Assert.True(JsonMembers.TryCut(Encoding.UTF8.GetBytes(json), "a"u8, out ReadOnlyMemory<byte> value));
        Assert.Equal(expected, Encoding.UTF8.GetString(value.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"a""")]
    [InlineData("""{"a":""")]
    [InlineData("""{"a":1""")]
    [InlineData("""{"a":{"b":1}""")]
    [InlineData("""{"a":"x}""")]
    [InlineData("""{"a":1]}""")]
    [InlineData("""{"a" 1}""")]
    [InlineData("""{a:1}""")]
    [InlineData("""{"a":1} {"b":2}""")]
    public void KnowsWhereATextIsNotOneWholeObject(string json)
        => Assert.False(JsonMembers.TryCut(Encoding.UTF8.GetBytes(json), "a"u8, out _));
}
