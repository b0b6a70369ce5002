param([int] $Example)
if ($Example -eq 1) {
    Get-ComfyWorkflowDependency ./workflows/portrait.json -Kind Node | Update-ComfyRegistry
    Get-ComfyWorkflowDependency ./workflows/product-shot.json -Kind Model | Update-ComfyRegistry
    Set-ComfyRegistryEntry -Model loras/product_studio_light.safetensors -Uri https://huggingface.co/me/loras/blob/main/light.safetensors
}
