# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

# Only what needs no service: -Offline asks nobody.
Describe 'Test-ComfyRegistry' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $registry = Join-Path $TestDrive 'comfy-registry.json'
        Set-Content -LiteralPath $registry -Value @'
{
  "version": 1,
  "nodes": {
    "res4lyf": { "source": { "id": "res4lyf", "kind": "comfyRegistry", "version": "1.0.0" } }
  }
}
'@
    }

    It 'gives a result for every pin' {
        $result = Test-ComfyRegistry -RegistryPath $registry -Offline
        $result.Name | Should -Be 'res4lyf'
        $result.Expected | Should -Be '1.0.0'
        $result.IsOk | Should -BeFalse
    }

    It 'gives one bool with -Quiet' {
        Test-ComfyRegistry -RegistryPath $registry -Offline -Quiet | Should -BeFalse
    }

    It 'says that there is no registry' {
        { Test-ComfyRegistry -RegistryPath "$TestDrive/none.json" -ErrorAction Stop } |
            Should -Throw -ErrorId 'RegistryNotFound,ComfyDeps.Commands.TestComfyRegistryCommand'
    }
}
