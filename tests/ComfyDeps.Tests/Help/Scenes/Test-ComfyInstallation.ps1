param([int] $Example)
if ($Example -eq 1) {
    Get-ComfyInstallation -HostName pod-a | Update-ComfyRegistry
}
