# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'Compare-ComfyInstallation' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $registry = Join-Path $root 'tests/fixtures/registry/good/empty.json'
        foreach ($name in 'one', 'two') {
            New-Item "$TestDrive/$name/custom_nodes", "$TestDrive/$name/models/vae" -ItemType Directory -Force
            Set-Content "$TestDrive/$name/main.py", "$TestDrive/$name/folder_paths.py" ''
        }
    }

    It 'is silent where all agree' {
        Compare-ComfyInstallation "$TestDrive/one", "$TestDrive/two" -RegistryPath $registry | Should -BeNullOrEmpty
    }

    It 'gives one row for a difference, also with what was saved as JSON' {
        Set-Content "$TestDrive/one/models/vae/ae.pt", "$TestDrive/two/models/vae/ae.pt" 'the same'
        $saved = Get-ComfyInstallation "$TestDrive/two" | ConvertTo-Json -Depth 3 | ConvertFrom-Json
        Add-Content "$TestDrive/one/models/vae/ae.pt" 'and more'
        $rows = $saved | Compare-ComfyInstallation "$TestDrive/one" -RegistryPath $registry
        $rows.Name | Should -Be 'vae/ae.pt'
    }
}
