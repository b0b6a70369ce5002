param([int] $Example)
switch ($Example) {
    1 {
        Get-ComfyWorkflowDependency ./workflows/product-shot.json | Update-ComfyRegistry
        Set-ComfyRegistryEnvironment -Image runpod/worker-comfyui:5.8.5-base
    }
    3 { [IO.File]::Delete("$(Get-Location)/docker/comfyui-worker/Dockerfile") }
}
