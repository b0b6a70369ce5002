# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

# Only what needs no service.
Describe 'Set-ComfyRegistryEntry' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        $registry = Join-Path $TestDrive 'comfy-registry.json'
        Copy-Item (Join-Path $root 'tests/fixtures/registry/good/full.json') $registry
    }

    It 'decides which pack a class comes from' {
        $entry = Set-ComfyRegistryEntry -Class MyNode -Pack someone/other-nodes -RegistryPath $registry -PassThru
        $entry.Classes | Should -Contain 'MyNode'
        $entry.VerificationStatus | Should -Be 'Unpinned'
    }

    It 'verifies by hand what comes from the pipeline' {
        Get-ComfyRegistry $registry -Name lldacing/* | Set-ComfyRegistryEntry -VerifiedBy ada -RegistryPath $registry
        (Get-ComfyRegistry $registry -Name lldacing/*).VerificationStatus | Should -Be 'Manual'
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-FileHash $registry
        Set-ComfyRegistryEntry res4lyf -Requested latest -RegistryPath $registry -WhatIf
        (Get-FileHash $registry).Hash | Should -Be $before.Hash
    }

    It 'refuses what breaks a rule, and writes nothing' {
        $before = Get-FileHash $registry
        { Set-ComfyRegistryEntry res4lyf -Directory ../up -RegistryPath $registry -ErrorAction Stop } |
            Should -Throw -ErrorId 'RegistryInvalid,ComfyDeps.Commands.SetComfyRegistryEntryCommand'
        (Get-FileHash $registry).Hash | Should -Be $before.Hash
    }
}
