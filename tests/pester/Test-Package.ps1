<#
.SYNOPSIS
    Unpacks the package that was built, as the Gallery's clients do, and runs the tests of this folder against it.
#>
[CmdletBinding()]
param(
    # The folder that holds the package.
    [Parameter(Mandatory)]
    [string] $Package
)

$ErrorActionPreference = 'Stop'

$repository = 'ComfyDepsPackage'
$modules = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))
Register-PSResourceRepository -Name $repository -Uri (Resolve-Path $Package).Path -Trusted -Force
try {
    Save-PSResource -Name ComfyDeps -Repository $repository -Path $modules -SkipDependencyCheck
}
finally {
    Unregister-PSResourceRepository -Name $repository
}

$env:COMFYDEPS_TEST_MODULE = (Get-ChildItem (Join-Path $modules 'ComfyDeps') -Directory).FullName
if (-not (Get-Module Pester -ListAvailable | Where-Object Version -GE '5.5.0')) {
    Install-PSResource -Name Pester -Version '[5.5.0,7.0.0)' -TrustRepository
}

& (Join-Path $PSScriptRoot 'Invoke-Tests.ps1')
