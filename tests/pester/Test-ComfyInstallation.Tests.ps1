# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'Test-ComfyInstallation' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $registry = Join-Path $root 'tests/fixtures/registry/good/full.json'
        New-Item "$TestDrive/ComfyUI/custom_nodes" -ItemType Directory -Force
        Set-Content "$TestDrive/ComfyUI/main.py", "$TestDrive/ComfyUI/folder_paths.py" ''
    }

    It 'names what is missing' {
        $results = Test-ComfyInstallation "$TestDrive/ComfyUI" -RegistryPath $registry
        ($results | Where-Object Name -eq 'res4lyf').Code | Should -Be 'NotInstalled'
        ($results | Where-Object Name -eq 'upscale_models/4x.pth').Status | Should -Be 'Missing'
    }

    It 'gives one bool with -Quiet' {
        Test-ComfyInstallation "$TestDrive/ComfyUI" -RegistryPath $registry -Quiet | Should -BeFalse
    }

    It 'looks only for what is piped' {
        $results = Get-ComfyRegistry $registry -Name res4lyf | Test-ComfyInstallation "$TestDrive/ComfyUI" -RegistryPath $registry
        ($results | Where-Object Kind -eq 'Node').Name | Should -Be 'res4lyf'
    }
}
