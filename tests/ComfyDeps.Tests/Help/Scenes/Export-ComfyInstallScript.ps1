param([int] $Example)
switch ($Example) {
    1 { Get-ComfyWorkflowDependency ./workflows/product-shot.json | Update-ComfyRegistry }
    4 { Find-ComfyNodePack res4lyf | Update-ComfyRegistry }
}
