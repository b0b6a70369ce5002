# Makes everything that is made from the workflows and the registry: the install script, the Dockerfile and the report.
[CmdletBinding()]
param(
    # The folder with the workflows.
    [string] $Path = 'workflows',

    # Writes nothing, and ends with 1 when a file is missing or would change.
    [switch] $Check,

    # Asks no service: what the registry says about its pins counts, however old.
    [switch] $Offline,

    # Takes pins that are not verified too; what is written says so.
    [switch] $AllowUnverified
)

if (-not (Get-Module ComfyDeps)) {
    Import-Module ComfyDeps -ErrorAction Stop
}

$failed = @()
$needs = @(Get-ComfyWorkflowDependency $Path -Recurse -ErrorVariable +failed)
if ($failed) {
    # Without that workflow the files would lack what it needs.
    exit 1
}

$how = @{ Check = $Check; Offline = $Offline; ErrorVariable = '+failed' }
$needs | Export-ComfyInstallScript scripts/generated/install-all-models.sh @how -AllowUnverified:$AllowUnverified
$needs | Export-ComfyDockerfile docker/comfyui-worker/Dockerfile @how -AllowUnverified:$AllowUnverified
$needs | Export-ComfyDependencyReport scripts/generated/dependencies.json @how
if ($failed) {
    exit 1
}
