# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'The dependencies of the module' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Get-ComfyWorkflowDependency -LiteralPath (Join-Path $root 'samples') | Out-Null
        $contexts = [System.Runtime.Loader.AssemblyLoadContext]::All
    }

    It 'are loaded in a context of their own' {
        $core = $contexts.Assemblies | Where-Object { $_.GetName().Name -eq 'ComfyDeps.Core' }
        @($core).Count | Should -Be 1
        [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($core).Name | Should -Be 'ComfyDeps'
    }

    It 'leave the System.Text.Json of PowerShell alone' {
        $default = [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies |
            Where-Object { $_.GetName().Name -eq 'System.Text.Json' }
        @($default).Location | Should -Not -Match 'ComfyDeps'
    }
}
