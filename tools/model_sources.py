#!/usr/bin/env python3
"""Writes registry/catalog/models-more.tsv: where model files can be had, as ComfyUI's own documentation and examples say.

    tools/model_sources.py CHECKOUT...        # of Comfy-Org/docs and comfyanonymous/ComfyUI_examples

Facts only: file name, folder under models/, address, in how many places it stands, and which checkouts at which commits say so.
The folder is what the address itself says (split_files/<folder>/) or the one under which a page's folder tree, or a sentence that
names both, puts the file; a file for which no folder is told is left out.
"""
import collections
import pathlib
import re
import subprocess
import sys
import urllib.parse

ENDINGS = r"(?:safetensors|sft|pth|pt|ckpt|bin|gguf|onnx)"
ADDRESS = re.compile(
    r"https://huggingface\.co/([\w.-]+/[\w.-]+)/(?:resolve|blob)/([\w.-]+)/([\w./%+-]+\." + ENDINGS + r")\b")
FILE = re.compile(r"[\w.+-]+\." + ENDINGS + r"\b")
BRANCH = re.compile(r"^[\s>]*[│|\s]*[├└]")
FOLDER_IN_TREE = re.compile(r"([A-Za-z_][\w-]*)/\s*$")
FOLDER_IN_SENTENCE = re.compile(r"models/([a-z_]+)\b")
RENAMED = {"unet": "diffusion_models", "clip": "text_encoders"}
FOLDERS = {
    "audio_encoders", "checkpoints", "clip_vision", "controlnet", "diffusion_models", "embeddings", "gligen", "hypernetworks",
    "latent_upscale_models", "loras", "model_patches", "photomaker", "style_models", "text_encoders", "upscale_models", "vae",
    "vae_approx",
}


def newest(folder):
    folder = RENAMED.get(folder, folder)
    return folder if folder in FOLDERS else None


def folders_told(text):
    """The folders in which a page's trees and sentences put files: name -> folders."""
    told = collections.defaultdict(set)
    folder = None
    for line in text.splitlines():
        if BRANCH.match(line):
            if match := FOLDER_IN_TREE.search(line.split("#")[0].rstrip()):
                folder = newest(match.group(1))
            elif folder:
                for name in FILE.findall(line):
                    told[name].add(folder)
            continue
        folder = None
        places = {newest(place) for place in FOLDER_IN_SENTENCE.findall(line)} - {None}
        if len(places) == 1:
            for name in FILE.findall(ADDRESS.sub(lambda m: " " + m.group(3).rsplit("/", 1)[-1] + " ", line)):
                told[name].update(places)
    return told


def main(checkouts):
    if not checkouts:
        sys.exit(__doc__)
    count, said_by, told = collections.Counter(), collections.defaultdict(set), collections.defaultdict(set)
    for checkout in map(pathlib.Path, checkouts):
        commit = subprocess.run(
            ["git", "-C", checkout, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()[:12]
        origin = subprocess.run(
            ["git", "-C", checkout, "remote", "get-url", "origin"], check=True, capture_output=True, text=True).stdout.strip()
        name = "/".join(re.split(r"[/+]", origin.removesuffix("/repo").removesuffix(".git"))[-2:])
        pages = [page for ending in ("md", "mdx") for page in checkout.rglob("*." + ending)]
        for page in sorted(pages):
            if page.relative_to(checkout).parts[0] in ("zh", "ja", "ko"):
                continue  # translations of the same pages
            text = page.read_text(encoding="utf-8", errors="replace")
            here = folders_told(text)
            for file, folders in here.items():
                told[file].update(folders)
            for repository, revision, path in ADDRESS.findall(text):
                if revision == "main":
                    key = (repository, urllib.parse.unquote(path))
                    count[key] += 1
                    said_by[key].add(f"{name} {commit}")

    rows = set()
    for (repository, path), times in count.items():
        parts = path.split("/")
        inside = newest(parts[1]) if parts[0] == "split_files" and len(parts) > 2 else None
        folders = {inside} if inside else told[parts[-1]]
        if len(folders) == 1:
            address = f"https://huggingface.co/{repository}/resolve/main/{urllib.parse.quote(path)}"
            rows.add((parts[-1], *folders, address, str(times), ", ".join(sorted(said_by[repository, path]))))

    target = pathlib.Path(__file__).resolve().parent.parent / "registry" / "catalog" / "models-more.tsv"
    lines, before = ["# file name\tfolder\turl\tmentions\tevidence"], None
    for row in sorted(rows):
        lines.append("\t".join(("" if row[0] == before else row[0], *row[1:])))
        before = row[0]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rows)} of {len(count)} addresses, {len({row[0] for row in rows})} files")


if __name__ == "__main__":
    main(sys.argv[1:])
