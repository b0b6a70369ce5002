param([int] $Example)
switch ($Example) {
    1 { Get-ComfyWorkflowDependency ./workflows/product-shot.json | Update-ComfyRegistry }
    2 { (Get-Content comfy-registry.json -Raw) -replace '"1.6.0"', '"9.9.9"' | Out-File comfy-registry.json }
    5 { (Get-Content comfy-registry.json -Raw) -replace '"9.9.9"', '"1.6.0"' | Out-File comfy-registry.json }
}
