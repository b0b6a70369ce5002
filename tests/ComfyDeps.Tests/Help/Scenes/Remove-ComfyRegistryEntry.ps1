param([int] $Example)
switch ($Example) {
    1 {
        Get-ComfyWorkflowDependency ./workflows/product-shot.json | Update-ComfyRegistry
        Find-ComfyNodePack res4lyf | Update-ComfyRegistry
        Set-ComfyRegistryEntry -Class ApplyPulidFlux -Pack lldacing/ComfyUI_PuLID_Flux_ll
    }
    3 { (Get-Content comfy-registry.json -Raw) -replace '"status": "Verified"', '"status": "missing"' | Out-File comfy-registry.json }
}
