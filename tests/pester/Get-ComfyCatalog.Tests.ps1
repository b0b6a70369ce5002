# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'Get-ComfyCatalog' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    It 'describes the catalog in use' {
        $catalog = Get-ComfyCatalog
        $catalog.Packs | Should -BeGreaterThan 100
        $catalog.Classes | Should -BeGreaterThan 100
        Test-Path -LiteralPath $catalog.Location | Should -BeTrue
    }

    It 'says that there is none in the folder that the environment names' {
        $before = $env:COMFYDEPS_CATALOG
        $env:COMFYDEPS_CATALOG = "$TestDrive/none"
        try {
            { Get-ComfyCatalog -ErrorAction Stop } |
                Should -Throw -ErrorId 'CatalogUnavailable,ComfyDeps.Commands.GetComfyCatalogCommand'
        }
        finally {
            $env:COMFYDEPS_CATALOG = $before
        }
    }
}
