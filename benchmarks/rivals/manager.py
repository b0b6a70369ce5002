#!/usr/bin/env python3
"""Times ComfyUI-Manager's own function, as a library in one process, over workflow files.

usage: manager.py CHECKOUT FOLDER

CHECKOUT is a checkout of ComfyUI-Manager 3.x; FOLDER holds the workflows. Its imports are Debian's python3-git,
python3-tqdm, python3-yaml, python3-toml, python3-rich, python3-packaging, python3-requests, python3-chardet,
python3-aiohttp. Prints the seconds and the files that it answered.
"""
import asyncio
import os
import sys
import time
import types


def main():
    checkout, folder = sys.argv[1:3]
    sys.path.insert(0, os.path.join(checkout, "glob"))
    # What it imports from a running ComfyUI and does not use here.
    sys.modules["folder_paths"] = types.SimpleNamespace(
        get_user_directory=lambda: "/tmp", get_folder_paths=lambda _: ["/tmp"], base_path="/tmp", models_dir="/tmp")
    os.environ.setdefault("COMFYUI_PATH", "/tmp")
    hub = types.ModuleType("huggingface_hub")
    hub.HfApi = object
    sys.modules.setdefault("huggingface_hub", hub)
    import manager_core

    manager_core.comfyui_manager_path = checkout
    manager_core.manager_util.comfyui_manager_path = checkout
    files = sorted(
        os.path.join(at, name)
        for at, _, names in os.walk(folder) for name in names
        if name.endswith(".json") and os.path.basename(at) == "files")

    async def run():
        answered = 0
        for file in files:
            try:
                await manager_core.extract_nodes_from_workflow(file, mode="local")
                answered += 1
            except (Exception, SystemExit):
                pass
        return answered

    started = time.perf_counter()
    with open(os.devnull, "w") as quiet:
        shown, sys.stdout = sys.stdout, quiet
        answered = asyncio.run(run())
        sys.stdout = shown
    print(f"ComfyUI-Manager\t{time.perf_counter() - started:.3f} s\t{answered} of {len(files)} files")


main()
