# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'Remove-ComfyRegistryEntry' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        $registry = Join-Path $TestDrive 'comfy-registry.json'
        Copy-Item (Join-Path $root 'tests/fixtures/registry/good/full.json') $registry
    }

    It 'takes entries out' {
        (Remove-ComfyRegistryEntry 'loras/*' -RegistryPath $registry -PassThru).Count | Should -Be 1
        Get-ComfyRegistry $registry -Name 'loras/*' | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        Remove-ComfyRegistryEntry res4lyf -RegistryPath $registry -WhatIf
        Get-ComfyRegistry $registry -Name res4lyf | Should -Not -BeNullOrEmpty
    }

    It 'says that there is no such entry' {
        { Remove-ComfyRegistryEntry none -RegistryPath $registry -ErrorAction Stop } |
            Should -Throw -ErrorId 'NotFound,ComfyDeps.Commands.RemoveComfyRegistryEntryCommand'
    }
}
