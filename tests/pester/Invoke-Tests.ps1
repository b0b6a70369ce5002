<#
.SYNOPSIS
    Runs the tests of this folder with one version of Pester, and says on the last line how many passed.
.DESCRIPTION
    They test the staged module, or the one in $env:COMFYDEPS_TEST_MODULE. 'dotnet tool restore' brings a PowerShell and
    'dotnet restore tests/pester' brings Pester into out/pester, where they are not installed.
.EXAMPLE
    dotnet tool run pwsh -NoProfile -File tests/pester/Invoke-Tests.ps1 -PesterVersion 5.9.1
#>
[CmdletBinding()]
param(
    # The version of Pester; without it, the newest there is.
    [version] $PesterVersion,

    # Runs only the files whose names begin so.
    [string] $Name = '*'
)

$ErrorActionPreference = 'Stop'

$restored = Join-Path $PSScriptRoot '../../out/pester/pester'
$found = @(
    Get-Module Pester -ListAvailable
    Get-ChildItem $restored -Filter Pester.psd1 -Recurse -Depth 2 -ErrorAction Ignore | ForEach-Object { Test-ModuleManifest $_.FullName }
) | Where-Object { $PesterVersion ? $_.Version -eq $PesterVersion : $_.Version -ge '5.5.0' } | Sort-Object Version | Select-Object -Last 1
if (-not $found) {
    throw 'Pester 5.5 or later is needed: Install-PSResource Pester, or dotnet restore tests/pester.'
}

Import-Module $found.Path
$configuration = New-PesterConfiguration
$configuration.Run.Path = Join-Path $PSScriptRoot "$Name.Tests.ps1"
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration
Write-Output "pester $($found.Version) on $($PSVersionTable.PSVersion): $($result.PassedCount) passed, $($result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount) failed, $($result.SkippedCount) skipped"
exit [int]($result.Result -ne 'Passed')
