# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'The module' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $module = Get-Module ComfyDeps
        $data = Import-PowerShellDataFile $manifest
    }

    It 'has a valid manifest' {
        { Test-ModuleManifest $manifest -ErrorAction Stop } | Should -Not -Throw
    }

    It 'exports exactly what the manifest lists' {
        $module.ExportedCommands.Keys | Sort-Object | Should -Be ($data.CmdletsToExport | Sort-Object)
    }

    It 'leaves no function, alias or variable behind' {
        $module.ExportedFunctions.Count | Should -Be 0
        $module.ExportedAliases.Count | Should -Be 0
        $module.ExportedVariables.Count | Should -Be 0
    }

    It 'uses approved verbs only' {
        $approved = (Get-Verb).Verb
        $module.ExportedCmdlets.Values | Where-Object Verb -NotIn $approved | Should -BeNullOrEmpty
    }

    It 'imports twice, and in a second runspace' {
        { Import-Module $manifest -Force -ErrorAction Stop } | Should -Not -Throw
        $shell = [powershell]::Create()
        try {
            $names = $shell.AddScript("Import-Module '$manifest'; (Get-Module ComfyDeps).ExportedCmdlets.Keys").Invoke()
            $shell.HadErrors | Should -BeFalse
            $names.Count | Should -Be $data.CmdletsToExport.Count
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'has no parameter but a path that binds by property name' {
        $wrong = foreach ($cmdlet in $module.ExportedCmdlets.Values) {
            foreach ($set in $cmdlet.ParameterSets) {
                $set.Parameters | Where-Object { $_.ValueFromPipelineByPropertyName -and $_.Name -ne 'LiteralPath' }
            }
        }
        $wrong | Should -BeNullOrEmpty
    }
}
