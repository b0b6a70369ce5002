param([int] $Example)
if ($Example -eq 1) {
    Find-ComfyNodePack comfyui-impact-pack | Update-ComfyRegistry
    Find-ComfyNodeVersion city96/ComfyUI-GGUF -Source Git -Latest | Update-ComfyRegistry
    '5e' * 32 | Out-File ours.sha256
}
