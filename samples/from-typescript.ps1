<#
.SYNOPSIS
    From the TypeScript workflows of a repository to its registry, with every pin exact, and to what is generated from it.
.DESCRIPTION
    Takes a checkout of the public repository jatidevelopments/ryla, or any other with workflows in TypeScript. Running it again changes
    no byte. Without internet the stand-ins answer in place of the services: docs/stand-ins.md.
.EXAMPLE
    ./samples/from-typescript.ps1 -Checkout ../ryla -Destination ./out/ryla
#>
[CmdletBinding()]
param(
    # The checkout whose workflows are read. Nothing is written to it.
    [Parameter(Mandatory)]
    [string] $Checkout,

    # Where the registry and the generated files go.
    [Parameter(Mandatory)]
    [string] $Destination,

    # The folder of the workflows in the checkout.
    [string] $Workflows = 'libs/business/src/workflows'
)

$ErrorActionPreference = 'Stop'
$registry = "$Destination/comfy-registry.json"

# A registry of its own, so that nothing is taken from the one that comes with the module.
if (-not (Test-Path $registry)) {
    $null = [System.IO.Directory]::CreateDirectory($Destination)
    '{ "version": 1 }' | Out-File $registry
}

# What only a person can decide: the first file's name says nothing about which model it is, and the second is the
# first user's own name for a file that is published under another one.
$hub = 'https://huggingface.co'
$decisions = @{
    'controlnet/diffusion_pytorch_model.safetensors' = "$hub/InstantX/InstantID/resolve/main/ControlNetModel/diffusion_pytorch_model.safetensors"
    'vae/z-image-turbo-vae.safetensors'              = "$hub/Comfy-Org/z_image_turbo/resolve/main/split_files/vae/ae.safetensors"
}
foreach ($model in $decisions.Keys) {
    if (-not (Get-ComfyRegistry $registry -Kind Model -ErrorAction Ignore | Where-Object Name -EQ $model)) {
        Set-ComfyRegistryEntry -Model $model -Uri $decisions[$model] -RegistryPath $registry
    }
}

$needs = Get-ComfyWorkflowDependency "$Checkout/$Workflows" -Recurse -RegistryPath $registry
$needs | Update-ComfyRegistry -RegistryPath $registry

# What was decided and is not used yet is pinned all the same.
Update-ComfyRegistry -RegistryPath $registry

# What CI looks at: every pin, and what has none.
$needs | Test-ComfyRegistry -RegistryPath $registry
$needs | Export-ComfyDependencyReport "$Destination/dependencies.json" -Format Json -RegistryPath $registry
