# Every test file dot-sources this in BeforeAll: it imports the staged module, and no other copy.
$root = Split-Path (Split-Path $PSScriptRoot)
$version = (Import-PowerShellDataFile (Join-Path $root 'ComfyDeps.psd1')).ModuleVersion
$stagedModule = $env:COMFYDEPS_TEST_MODULE ? $env:COMFYDEPS_TEST_MODULE : (Join-Path $root "out/ComfyDeps/$version")
$manifest = Join-Path $stagedModule 'ComfyDeps.psd1'
if (-not (Test-Path -LiteralPath $manifest)) {
    throw "No staged module is at '$stagedModule'. Run 'dotnet build src/ComfyDeps' first."
}

if ((Get-Module ComfyDeps).ModuleBase -ne (Get-Item -LiteralPath $stagedModule).FullName) {
    Import-Module $manifest -Force
}
