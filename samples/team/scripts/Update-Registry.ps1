# Adds to the registry what workflows need, makes the generated files anew, and writes a report for a pull request.
# What is ambiguous stays undecided, and what could not be verified is not pinned: the report lists both.
[CmdletBinding()]
param(
    # The folder with the workflows.
    [string] $Path = 'workflows',

    # Moves pins that are gone to the newest stable version.
    [switch] $Repair,

    # Where the report goes.
    [string] $Report = 'comfyui-report.md'
)

if (-not (Get-Module ComfyDeps)) {
    Import-Module ComfyDeps -ErrorAction Stop
}

$unread = @()
$needs = @(Get-ComfyWorkflowDependency $Path -Recurse -ErrorVariable +unread)
if ($unread) {
    exit 1
}

# One thing that cannot be pinned is no reason to leave the others: it is in the report.
$needs | Update-ComfyRegistry -ErrorAction Continue
if ($Repair) {
    Update-ComfyRegistry -Repair -ErrorAction Continue
}

$needs = @(Get-ComfyWorkflowDependency $Path -Recurse)
$needs | Export-ComfyDependencyReport $Report -Format Markdown -Offline -ErrorVariable failed
if ($failed) {
    exit 1
}

# With a pin that is not verified the install script and the Dockerfile stay as they are; the report says which it is.
& "$PSScriptRoot/Update-GeneratedFile.ps1" -Path $Path -Offline
exit 0
