# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

# Only what needs no service: names that the catalog knows or that nobody can be asked about.
Describe 'Find-ComfyModelVersion' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    It 'says that no place is known' {
        { Find-ComfyModelVersion no-such-model-anywhere.safetensors -ErrorAction Stop } |
            Should -Throw -ErrorId 'NotFound,ComfyDeps.Commands.FindComfyModelVersionCommand'
    }

    It 'is silent about a wildcard that matches nothing' {
        Find-ComfyModelVersion 'zzz-no-such-*' -ErrorAction Stop | Should -BeNullOrEmpty
    }
}
