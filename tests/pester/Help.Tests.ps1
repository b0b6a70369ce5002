# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'Help' {
    BeforeDiscovery {
        . $PSScriptRoot/common.ps1
        $cmdlets = (Get-Module ComfyDeps).ExportedCmdlets.Keys | ForEach-Object { @{ Cmdlet = $_ } }
        $topics = 'about_ComfyDeps', 'about_ComfyDeps_Errors', 'about_ComfyDeps_Registry', 'about_ComfyDeps_RunPod'
    }

    BeforeAll {
        . $PSScriptRoot/common.ps1
        $ignored = [Management.Automation.Cmdlet]::CommonParameters + 'WhatIf', 'Confirm'
    }

    Context '<Cmdlet>' -ForEach $cmdlets {
        BeforeAll {
            $help = Get-Help $Cmdlet -Full
        }

        It 'has a synopsis of its own' {
            $help.Synopsis.Trim() | Should -Match '^[A-Z].+\.$'
            $help.Synopsis | Should -Not -Match 'CommonParameters'
        }

        It 'has a description' {
            ($help.description.Text -join '').Length | Should -BeGreaterThan 40
        }

        It 'has three examples or more' {
            @($help.examples.example).Count | Should -BeGreaterOrEqual 3
        }

        It 'has examples that parse' {
            foreach ($example in $help.examples.example) {
                $problems = $null
                $typed = "$($example.code)" -split "`n`n" | Select-Object -First 1
                $null = [Management.Automation.Language.Parser]::ParseInput($typed, [ref] $null, [ref] $problems)
                $problems | Should -BeNullOrEmpty
            }
        }

        It 'explains every parameter' {
            $known = (Get-Command $Cmdlet).Parameters.Keys | Where-Object { $_ -notin $ignored }
            foreach ($name in $known) {
                (Get-Help $Cmdlet -Parameter $name).description.Text | Should -Not -BeNullOrEmpty -Because $name
            }
        }

        It 'says what goes in and what comes out' {
            $help.inputTypes.inputType | Should -Not -BeNullOrEmpty
            $help.returnValues.returnValue | Should -Not -BeNullOrEmpty
        }

        It 'has a page to read online' {
            $help.relatedLinks.navigationLink[0].uri | Should -BeLike "https://*/$Cmdlet.md"
        }
    }

    It 'has the topic <_>' -ForEach $topics {
        Get-Help $_ | Should -BeLike "TOPIC*$_*"
    }

    It 'has a page for each cmdlet and no other' {
        $pages = Get-ChildItem (Join-Path $root 'docs/commands') -Filter '*-*.md'
        $pages.BaseName | Sort-Object | Should -Be ((Get-Module ComfyDeps).ExportedCmdlets.Keys | Sort-Object)
    }
}
