param([int] $Example)
if ($Example -eq 1) {
    Find-ComfyNodePack comfyui-impact-pack | Update-ComfyRegistry
    "numpy==2.1.3`ntorch==2.8.0" | Out-File constraints.txt
}
