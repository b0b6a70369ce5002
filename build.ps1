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
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-StrictMode -Version Latest

$module = Join-Path $PSScriptRoot 'src/ComfyDeps'
$version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot 'ComfyDeps.psd1')).ModuleVersion
$package = Join-Path $PSScriptRoot "out/packages/ComfyDeps.$version.nupkg"

function Invoke-Build {
    dotnet build $module --configuration $Configuration --nologo
}

function Invoke-Test {
    dotnet test --configuration $Configuration
    $pester = Get-Module Pester -ListAvailable | Where-Object Version -GE '5.5.0' | Sort-Object Version | Select-Object -Last 1
    if (-not $pester) {
        throw 'Pester 5.5 or later is needed for the tests under tests/pester: Install-PSResource Pester.'
    }

    Import-Module $pester
    $pesterConfiguration = New-PesterConfiguration
    $pesterConfiguration.Run.Path = Join-Path $PSScriptRoot 'tests/pester'
    $pesterConfiguration.Run.Throw = $true
    $pesterConfiguration.Output.Verbosity = 'Detailed'
    Invoke-Pester -Configuration $pesterConfiguration
}

function Invoke-Package {
    dotnet pack $module --configuration $Configuration --nologo --output (Split-Path $package)
}

function Invoke-Publish {
    Invoke-Package
    if (-not $env:PSGALLERY_API_KEY) {
        Write-Output "Would publish '$package'. Set PSGALLERY_API_KEY to do it."
        return
    }

    Publish-PSResource -NupkgPath $package -Repository PSGallery -ApiKey $env:PSGALLERY_API_KEY
}

& "Invoke-$Task"
