# Ends with 1 when a workflow needs something that is not in the registry, or when a pin is known to be gone, changed or unsafe.
# What could not be asked is told and does not count: an outage of a service is nobody's mistake.
[CmdletBinding()]
param(
    # The folder with the workflows.
    [string] $Path = 'workflows',

    # Asks no service: what the registry says counts.
    [switch] $Offline
)

if (-not (Get-Module ComfyDeps)) {
    Import-Module ComfyDeps -ErrorAction Stop
}

$failed = @()
$needs = @(Get-ComfyWorkflowDependency $Path -Recurse -ErrorVariable +failed)
$results = @($needs | Test-ComfyRegistry -Offline:$Offline -ErrorVariable +failed)
$doubtful = @($results | Where-Object { $_.Status -eq 'Undetermined' })
$bad = @($results | Where-Object { $_.Status -in 'Missing', 'Mismatch', 'Unpinned', 'NotInRegistry', 'Unsafe' })

foreach ($result in $doubtful) {
    "not asked: $($result.Kind) $($result.Name): $($result.Message)"
}

foreach ($result in $bad) {
    "$($result.Status): $($result.Kind) $($result.Name): $($result.Message) $($result.Hint)"
}

"$($needs.Count) dependencies, $($bad.Count) to put right, $($doubtful.Count) not asked."
if ($failed -or $bad) {
    exit 1
}
