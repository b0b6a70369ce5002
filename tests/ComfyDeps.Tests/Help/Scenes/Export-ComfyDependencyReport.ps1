param([int] $Example)
switch ($Example) {
    1 { Get-ComfyWorkflowDependency ./workflows/product-shot.json | Update-ComfyRegistry }
    4 { (Get-Content workflows/product-shot.json -Raw) -replace '4x-UltraSharp', '4x-NMKD-Superscale' | Out-File workflows/product-shot.json }
}
