#!/usr/bin/env pwsh
#Requires -Version 7.4

<#
.SYNOPSIS
    Builds, tests, packs or publishes ComfyDeps. Every step is a target that dotnet runs by itself, too.
.EXAMPLE
    ./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Publish')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # The key of the Gallery. Without it, and without PSGALLERY_API_KEY, publishing only says what it would do.
    [securestring] $ApiKey
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-StrictMode -Version Latest

$module = Join-Path $PSScriptRoot 'src/ComfyDeps'
$version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot 'ComfyDeps.psd1')).ModuleVersion
$shell = Join-Path $PSScriptRoot 'src/ComfyDeps.Shell'
$packages = Join-Path $PSScriptRoot 'out/packages'
$package = Join-Path $packages "ComfyDeps.$version.nupkg"

switch ($Task) {
    'Build' {
        dotnet build $module --configuration $Configuration --nologo
    }
    'Test' {
        dotnet test --configuration $Configuration
        & (Join-Path $PSScriptRoot 'tests/pester/Invoke-Tests.ps1')
    }
    'Package' {
        dotnet pack $module --configuration $Configuration --nologo --output $packages
        dotnet pack $shell --configuration $Configuration --nologo --output $packages
    }
    'Publish' {
        dotnet pack $module --configuration $Configuration --nologo --output $packages
        $key = $ApiKey ? (ConvertFrom-SecureString $ApiKey -AsPlainText) : $env:PSGALLERY_API_KEY
        if ($key) {
            Publish-PSResource -NupkgPath $package -Repository PSGallery -ApiKey $key
        }
        else {
            $hash = (Get-FileHash $package).Hash
            Write-Output "Would publish '$package' ($((Get-Item $package).Length) bytes, SHA-256 $hash). -ApiKey or PSGALLERY_API_KEY does it."
        }
    }
}
