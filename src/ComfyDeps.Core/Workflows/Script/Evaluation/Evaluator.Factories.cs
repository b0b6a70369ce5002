using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>
/// Typed builders whose code is not known: <c>b.KSampler({ … })</c>, <c>graph['pack.Class']({ … })</c>. The member's
/// name is the class. An object is taken for such a builder when it is asked for a class that only ComfyUI has, or when
/// what one of its calls hands out goes into another and the file speaks of ComfyUI.
/// </content>
internal sealed partial class Evaluator
{
    /// <summary>
    /// Classes of ComfyUI that nearly every workflow has one of, and that no other library has a method for.
    /// </summary>
    private static readonly HashSet<string> s_telling = new(StringComparer.Ordinal)
    {
        "KSampler", "KSamplerAdvanced", "KSamplerSelect", "SamplerCustom",
        "SamplerCustomAdvanced", "CLIPTextEncode", "VAEDecode",
        "VAEEncode", "VAELoader", "CheckpointLoaderSimple", "UNETLoader", "CLIPLoader", "DualCLIPLoader", "LoraLoader",
        "LoraLoaderModelOnly", "ControlNetLoader", "EmptyLatentImage",
        "UpscaleModelLoader", "CLIPVisionLoader", "SaveImageWebsocket",
    };

    /// <summary>Inputs that only nodes of ComfyUI have.</summary>
    private static readonly List<string> s_tellingInputs =
        [
            "sampler_name", "ckpt_name", "unet_name", "vae_name", "lora_name",
            "clip_name", "clip_name1", "control_net_name", "latent_image",
        ];

    private List<FactoryNode> _factoryCalls = [];

    /// <summary>The nodes made by typed builders of which it is sure that they are such.</summary>
    public List<ObjectValue> FactoryNodes()
    {
        HashSet<UnknownValue> sure = [];
        foreach (FactoryNode call in _factoryCalls)
        {
            if (s_telling.Contains(call.Class) || call.IsTelling
                || ((call.IsLinked || call.Class is "LoadImage" or "SaveImage" or "PreviewImage") && SpeaksOfComfy))
            {
                sure.Add(call.Builder);
            }
        }

        List<ObjectValue> nodes = [];
        foreach (FactoryNode call in _factoryCalls)
        {
            if (sure.Contains(call.Builder))
            {
                nodes.Add(call.Node);
            }
        }

        return nodes;
    }

    private bool SpeaksOfComfy => _main.File.Text.Contains("comfy", StringComparison.OrdinalIgnoreCase)
        || _main.File.Name.Contains("comfy", StringComparison.OrdinalIgnoreCase);

    private UnknownValue? FactoryCall(
        UnknownValue builder,
        string name,
        List<Value> arguments,
        Expression call,
        Scope scope)
    {
        if (!IsClassName(name) || arguments.Count > 2 || (arguments.Count > 0 && !IsInputs(arguments[0])))
        {
            return null;
        }

        // The name stands where the member is written, which may be far behind the start of the call.
        Expression callee = ((CallExpression)call).Callee;
        Origin origin = callee switch
        {
            MemberExpression member => new Origin(scope.Frame.Module.Module.File, member.NameStart),
            IndexExpression index => At(index.Index, scope),
            _ => At(call, scope),
        };
        Escape(arguments);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string type = dot > 0 && dot + 1 < name.Length && IsPackAlias(name.AsSpan(0, dot)) ? name[(dot + 1)..] : name;
        ObjectValue node = NewObject(At(call, scope));
        node.Properties["class_type"] = new StringValue(type, origin);
        node.Properties["inputs"] = arguments.Count > 0 ? arguments[0] : NewObject(origin);
        UnknownValue link = new(_heap.NextBirth(), At(call, scope), TextOf(call, scope), "what a node hands out")
        {
            Kind = UnknownKind.Link,
            Form = arguments.Count > 0 ? FormOf(arguments[0], 0) : null,
        };
        bool isTelling = type.Contains("KSampler", StringComparison.Ordinal)
            || (arguments is [ObjectValue inputs, ..] && s_tellingInputs.Exists(inputs.Properties.ContainsKey));
        _factoryCalls.Add(new FactoryNode(builder, type, node, HasLink(arguments), isTelling));
        return link;
    }

    private static bool IsInputs(Value value)
    {
        foreach (Value option in value.Options)
        {
            if (option is ObjectValue
                and not (ArrayValue or FunctionValue or ClassValue)
                and not UnknownValue { Kind: not UnknownKind.Any })
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasLink(List<Value> arguments)
    {
        foreach (Value argument in arguments)
        {
            foreach (Value value in (argument as ObjectValue)?.Properties.Values.ToList() ?? [])
            {
                if (Values.Where(value, option => option is UnknownValue { Kind: UnknownKind.Link }) is not null)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsClassName(string name)
        => name.Length is > 1 and < 120
            && (char.IsAsciiLetterUpper(name[0]) || name.AsSpan().IndexOfAny(" .(+|") > 0)
            && name != "[]";

    private static bool IsPackAlias(ReadOnlySpan<char> name)
    {
        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }

        return char.IsLetter(name[0]);
    }

    private sealed record FactoryNode(
        UnknownValue Builder,
        string Class,
        ObjectValue Node,
        bool IsLinked,
        bool IsTelling);
}
