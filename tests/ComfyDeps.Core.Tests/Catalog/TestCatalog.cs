using System;
using System.IO;
using ComfyDeps.Catalog;

namespace ComfyDeps.Core.Tests.Catalog;

/// <summary>Small catalogs and lists made for tests.</summary>
internal static class TestCatalog
{
    internal const string Big = "https://github.com/Alice/ComfyUI-Big";
    internal const string Small = "https://github.com/bob/ComfyUI-Small";
    internal const string Bundle = "https://github.com/carol/ComfyUI-Bundle";

    internal static CatalogFacts Facts() => new()
    {
        Provenance = new ListProvenance("example/lists", "0123abc", "2026-08-19"),
        Packs =
        [
            new PackFact(Big, "big", 5000, "2026-08-01", null),
            new PackFact(Small, null, 40, "2025-01-01", "https://github.com/bob/old-small"),
            new PackFact(Bundle, "bundle", 45, null, null),
        ],
        Classes =
        [
            new ClassFact(Big, "BigNode"), new ClassFact(Big, "Shared"), new ClassFact(Big, "Thing (big)"),
            new ClassFact(Small, "SmallNode"), new ClassFact(Small, "Shared"), new ClassFact(Small, "Close"),
            new ClassFact(Bundle, "Close"), new ClassFact(Bundle, "KSampler"), new ClassFact(Bundle, "ksampler"),
        ],
        Patterns = [new ClassFact(Big, @" \(big\)$"), new ClassFact(Small, "Node")],
        Core = ["KSampler", "SaveImage"],
        Frontend = [new KnownFact("Note", string.Empty, "test"), new KnownFact("SetNode", Big, "test")],
        RegistryIds = [new KnownFact("comfyui-big", Big, "workflows 12"), new KnownFact("big-old", Big, "workflows 2")],
        Models =
        [
            new ModelFact(
                "ae.safetensors", "vae", "VAE", "FLUX.1", "https://huggingface.co/a/b/resolve/main/ae.safetensors"),
            new ModelFact(
                "AE.safetensors",
                "vae/other",
                "VAE",
                "other",
                "https://huggingface.co/c/d/resolve/main/AE.safetensors"),
        ],
    };

    internal static NodeCatalog Open(CatalogFacts? facts = null)
        => new(
            CatalogIndex.Open(IndexBuilder.Build(facts ?? Facts(), new byte[IndexImage.FingerprintLength]), "test.idx"),
            "test",
            CatalogOrigin.Environment);

    /// <summary>A folder that is deleted with the test.</summary>
    internal sealed class Folder : IDisposable
    {
        internal string Path { get; } = Directory.CreateTempSubdirectory("comfydeps-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);

        internal void Write(string name, string text) => File.WriteAllText(System.IO.Path.Join(Path, name), text);

        internal void WriteLists(int packs = 12, string pattern = "^Pack0 ")
        {
            static string Url(int i) => $"https://github.com/o/pack{i}";
            string[] numbers = new string[packs];
            string[] map = new string[packs];
            string[] stars = new string[packs];
            for (int i = 0; i < packs; i++)
            {
                string extra = i == 0
                    ? $", \"id\": \"p0\", \"nodename_pattern\": \"{pattern}\", \"preemptions\": [\"Shared\"]"
                    : string.Empty;
                numbers[i] =
                    $$"""{"title": "t", "description": "long text", "reference": "{{Url(i)}}", "files": ["{{Url(i)}}.git"], "install_type": "git-clone"{{extra}}}""";
                map[i] = $$"""  "{{Url(i)}}.git": [["Class{{i}}A", "Class{{i}}B", "Shared"], {"title_aux": "t"}]""";
                stars[i] = $$"""  "{{Url(i)}}": {"stars": {{i * 10}}, "last_update": "2026-01-02 03:04:05"}""";
            }

            Write("custom-node-list.json", $$"""{"custom_nodes": [{{string.Join(',', numbers)}}]}""");
            Write(
                "extension-node-map.json",
                "{\"https://github.com/comfyanonymous/ComfyUI\": [[\"KSampler\"], {}],\n"
                    + string.Join(",\n", map)
                    + "}");
            Write("github-stats.json", "{" + string.Join(",\n", stars) + "}");
            Write(
                "model-list.json",
                """{"models": [{"name": "n", "type": "VAE", "base": "b", "save_path": "default", "filename": "v.pt", "url": "https://x.example/v.pt"}]}""");
        }
    }
}
