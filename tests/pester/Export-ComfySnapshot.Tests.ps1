# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'Export-ComfySnapshot' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Push-Location $TestDrive
        '{"version": 1, "decisions": {"classes": {}, "models": {}}, "environment": {"image": {"name": "runpod/worker-comfyui", "tag": "5.8.5-base"}}, "models": {}, "nodes": {}}' | Set-Content comfy-registry.json
    }

    AfterEach {
        Pop-Location
        Get-ChildItem $TestDrive | Remove-Item -Recurse -Force
    }

    Context 'Output' {
        It 'writes what ComfyUI-Manager reads' {
            Export-ComfySnapshot -Offline
            (Get-Content snapshot.json -Raw | ConvertFrom-Json).PSObject.Properties.Name | Should -Contain 'cnr_custom_nodes'
        }

        It 'gives the file only with -PassThru' {
            Export-ComfySnapshot -Offline -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            (Export-ComfySnapshot -Offline -PassThru -WarningAction SilentlyContinue).Name | Should -Be 'snapshot.json'
        }
    }

    Context 'Errors' {
        It 'does not overwrite what a person wrote' {
            'mine' | Set-Content snapshot.json
            { Export-ComfySnapshot -Offline -ErrorAction Stop } |
                Should -Throw -ErrorId 'FileNotGenerated,ComfyDeps.Commands.ExportComfySnapshotCommand'
        }

        It 'tells with -Check that a file is missing' {
            { Export-ComfySnapshot -Offline -Check -WarningAction SilentlyContinue -ErrorAction Stop } |
                Should -Throw -ErrorId 'GeneratedFileStale,ComfyDeps.Commands.ExportComfySnapshotCommand'
        }
    }

    Context 'WhatIf' {
        It 'writes nothing' {
            Export-ComfySnapshot -Offline -WhatIf
            'snapshot.json' | Should -Not -Exist
        }
    }
}
