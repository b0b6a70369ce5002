# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'Export-ComfyDockerfile' {
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
        It 'starts from the image that the registry names' {
            Export-ComfyDockerfile -Offline -WarningAction SilentlyContinue
            Get-Content Dockerfile -Raw | Should -Match '(?m)^FROM docker.io/runpod/worker-comfyui:5.8.5-base$'
        }

        It 'warns of an image without a digest' {
            Export-ComfyDockerfile -Offline -WarningVariable warned -WarningAction SilentlyContinue
            $warned | Should -Match 'not pinned'
        }

        It 'gives the file only with -PassThru' {
            Export-ComfyDockerfile -Offline -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            (Export-ComfyDockerfile -Offline -PassThru -WarningAction SilentlyContinue).Name | Should -Be 'Dockerfile'
        }
    }

    Context 'Errors' {
        It 'does not overwrite what a person wrote' {
            'mine' | Set-Content Dockerfile
            { Export-ComfyDockerfile -Offline -ErrorAction Stop } |
                Should -Throw -ErrorId 'FileNotGenerated,ComfyDeps.Commands.ExportComfyDockerfileCommand'
        }

        It 'tells with -Check that a file is missing' {
            { Export-ComfyDockerfile -Offline -Check -WarningAction SilentlyContinue -ErrorAction Stop } |
                Should -Throw -ErrorId 'GeneratedFileStale,ComfyDeps.Commands.ExportComfyDockerfileCommand'
        }
    }

    Context 'WhatIf' {
        It 'writes nothing' {
            Export-ComfyDockerfile -Offline -WhatIf
            'Dockerfile' | Should -Not -Exist
        }
    }
}
