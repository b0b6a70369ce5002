using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace ComfyDeps.Core.Tests.Sources;

/// <summary>The list of what is tested of the services names tests that exist.</summary>
public sealed partial class DocumentedTestsTests
{
    [Fact]
    public void EveryTestThatTheListNamesExists()
    {
        string text = File.ReadAllText(Path.Join(Repository.Root, "docs", "version-discovery-tests.md"));
        HashSet<string> tests =
        [
            .. from type in typeof(DocumentedTestsTests).Assembly.GetTypes()
               from method in type.GetMethods()
               where method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0
               select $"{type.Name}.{method.Name}",
        ];
        string[] named = [.. Named().Matches(text).Select(static match => match.Groups[1].Value)];

        Assert.True(named.Length > 60);
        Assert.All(named, name => Assert.Contains(name, tests));
    }

    [GeneratedRegex("`([A-Za-z]+Tests\\.[A-Za-z]+)`")]
    private static partial Regex Named();
}
