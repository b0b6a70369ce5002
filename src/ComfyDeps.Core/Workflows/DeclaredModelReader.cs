using System.Collections.Generic;
using System.Text.Json;

namespace ComfyDeps.Workflows;

/// <summary>Reads a <c>models</c> list: what a node or a workflow says about the files it wants.</summary>
internal static class DeclaredModelReader
{
    /// <summary>Reads the list that the reader stands on; null when it is none or empty.</summary>
    public static List<DeclaredModel>? Read(ref Utf8JsonReader reader, StringPool pool)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        List<DeclaredModel>? models = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
            }
            else if (ReadOne(ref reader, pool) is DeclaredModel model)
            {
                (models ??= []).Add(model);
            }
        }

        return models;
    }

    private static DeclaredModel? ReadOne(ref Utf8JsonReader reader, StringPool pool)
    {
        DeclaredModel model = new(string.Empty, null, null, null, null);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = pool.Get(ref reader);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
            {
                reader.Skip();
                continue;
            }

            string text = pool.Get(ref reader);
            model = key switch
            {
                "name" => model with { Name = text },
                "url" => model with { Url = text },
                "directory" => model with { Directory = text },
                "hash" => model with { Hash = text },
                "hash_type" => model with { HashType = text },
                _ => model,
            };
        }

        return model.Name.Length == 0 ? null : model;
    }
}
