# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'Get-ComfyRegistry' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $registry = Join-Path $root 'tests/fixtures/registry/good/full.json'
    }

    It 'gives packs, models and the environment' {
        Get-ComfyRegistry $registry | ForEach-Object Kind | Sort-Object -Unique |
            Should -Be 'Node', 'Model', 'ComfyUI', 'Python', 'Image'
    }

    It 'finds entries by wildcard and kind' {
        (Get-ComfyRegistry $registry -Name '*flux*' -Kind Model).Name | Should -Be 'diffusion_models/flux1-dev.safetensors'
    }

    It 'says that there is no such entry' {
        { Get-ComfyRegistry $registry -Name none -ErrorAction Stop } |
            Should -Throw -ErrorId 'NotFound,ComfyDeps.Commands.GetComfyRegistryCommand'
    }

    It 'says where a registry is wrong' {
        { Get-ComfyRegistry (Join-Path $root 'tests/fixtures/registry/bad/commit/branch.json') -ErrorAction Stop } |
            Should -Throw -ErrorId 'RegistryInvalid,ComfyDeps.Commands.GetComfyRegistryCommand'
    }
}
