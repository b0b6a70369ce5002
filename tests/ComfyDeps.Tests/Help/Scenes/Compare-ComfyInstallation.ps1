param([int] $Example)
if ($Example -eq 1) {
    Get-ComfyInstallation -HostName pod-a | Update-ComfyRegistry
    (Get-ComfyInstallation -HostName pod-b -Hash | ConvertTo-Json) -replace '"pod-b"', '"my-pod"' | Out-File my-pod.json
    'pod-a', 'pod-b', 'my-pod' | Out-File hosts.txt
}
