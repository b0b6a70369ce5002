param([int] $Example)
if ($Example -eq 1) {
    '{ "comfyui": "8d1b2a7c5e0f9a6b3c4d8d1b2a7c5e0f9a6b3c4d", "git_custom_nodes": {}, "cnr_custom_nodes": { "res4lyf": "1.1.0", "comfyui-kjnodes": "1.1.6" }, "file_custom_nodes": [], "pips": {} }' | Out-File snapshot.json
    $null = [IO.Directory]::CreateDirectory("$(Get-Location)/snapshots")
    '{ "git_custom_nodes": { "https://github.com/city96/ComfyUI-GGUF": { "hash": "7ce92bcf2e0f9a6b3c4d8d1b2a7c5e0f9a6b3c4d", "disabled": true } }, "cnr_custom_nodes": { "res4lyf": "1.2.0" } }' | Out-File snapshots/2026-11-20.json
}
