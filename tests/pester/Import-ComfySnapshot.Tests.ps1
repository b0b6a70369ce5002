# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'Import-ComfySnapshot' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location $TestDrive
        '{"comfyui": "605e64f6d3da44235498bf9103d7aab1c95ef211", "cnr_custom_nodes": {"res4lyf": "1.2.3"}, "git_custom_nodes": {"https://github.com/o/off": {"hash": "unknown", "disabled": true}}}' |
            Set-Content -LiteralPath 'one [1].json'
    }

    AfterAll {
        Pop-Location
    }

    Context 'Input' {
        It 'takes a path with brackets, and files from the pipeline' {
            (Import-ComfySnapshot 'one [1].json' -WarningAction SilentlyContinue).Count | Should -Be 2
            (Get-ChildItem *.json | Import-ComfySnapshot -WarningAction SilentlyContinue).Count | Should -Be 2
        }
    }

    Context 'Output' {
        It 'gives entries of a registry' {
            $pack = Import-ComfySnapshot 'one [1].json' -WarningAction SilentlyContinue | Where-Object Kind -EQ 'Node'
            $pack.Name | Should -Be 'res4lyf'
            $pack.Version | Should -Be '1.2.3'
        }

        It 'gives what is disabled when asked' {
            (Import-ComfySnapshot 'one [1].json' -IncludeDisabled | Where-Object Name -EQ 'o/off').Enabled | Should -BeFalse
        }
    }

    Context 'Errors' {
        It 'says what is no snapshot' {
            'nothing' | Set-Content other.txt
            { Import-ComfySnapshot other.txt -ErrorAction Stop } |
                Should -Throw -ErrorId 'InvalidArgument,ComfyDeps.Commands.ImportComfySnapshotCommand'
        }
    }
}
