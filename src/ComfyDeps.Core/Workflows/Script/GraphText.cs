using System.Text.RegularExpressions;

namespace ComfyDeps.Workflows.Script;

/// <summary>What texts in graphs mean.</summary>
internal static partial class GraphText
{
    /// <summary>The file name endings of models.</summary>
    private const string Endings = "safetensors|sft|ckpt|pth?|gguf|onnx|bin|pkl|engine|torchscript";

    /// <summary>
    /// True when the whole text is a place to be filled in: <c>{{x}}</c>, <c>%x%</c>, <c>${x}</c>, <c>__X__</c>.
    /// </summary>
    public static bool IsPlaceholder(string text) => text.Length is > 2 and < 200 && Placeholder().IsMatch(text);

    /// <summary>True for the id of a subgraph, which stands where a class would.</summary>
    public static bool IsSubgraphId(string text) => text.Length == 36 && SubgraphId().IsMatch(text);

    /// <summary>True when a text names a model file by its ending.</summary>
    public static bool IsModelFile(string text) => text.Length < 500 && ModelFile().IsMatch(text);

    [GeneratedRegex(@"^(\{\{[^{}]*\}\}|%[A-Za-z_][\w.]*%|\$\{[^{}]*\}|__[A-Z][A-Z0-9_]*__|<<\w+>>)$")]
    private static partial Regex Placeholder();

    [GeneratedRegex("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")]
    private static partial Regex SubgraphId();

    [GeneratedRegex(@"^[^\r\n]*\.(" + Endings + @")$", RegexOptions.IgnoreCase)]
    private static partial Regex ModelFile();
}
