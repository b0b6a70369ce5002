# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

# Only what needs no service.
Describe 'Update-ComfyRegistry' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    It 'writes nothing where there is nothing to do' {
        $registry = Join-Path $TestDrive 'new/comfy-registry.json'
        Update-ComfyRegistry -RegistryPath $registry -WarningAction SilentlyContinue
        Test-Path -LiteralPath $registry | Should -BeFalse
    }

    It 'leaves a damaged registry as it is' {
        $registry = Join-Path $TestDrive 'damaged.json'
        Set-Content -LiteralPath $registry -Value '{ "version": 1, "nodes": [] }' -NoNewline
        { Update-ComfyRegistry -RegistryPath $registry -ErrorAction Stop } |
            Should -Throw -ErrorId 'RegistryInvalid,ComfyDeps.Commands.UpdateComfyRegistryCommand'
        Get-Content -LiteralPath $registry -Raw | Should -Be '{ "version": 1, "nodes": [] }'
    }
}
