# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'Get-ComfyWorkflowDependency' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $samples = Join-Path $root 'samples'
        $prompt = '{ "1": { "class_type": "NoSuchClassOfAnyPack", "inputs": {} } }'
    }

    Context 'Input' {
        BeforeEach {
            $file = Join-Path $TestDrive 'flux [v2].json'
            Set-Content -LiteralPath $file -Value $prompt
        }

        It 'takes a name with brackets as it is' {
            (Get-ComfyWorkflowDependency -Path $file).Name | Should -Be 'NoSuchClassOfAnyPack'
        }

        It 'takes what Get-ChildItem gives' {
            (Get-ChildItem $TestDrive -Filter *.json | Get-ComfyWorkflowDependency).Name | Should -Be 'NoSuchClassOfAnyPack'
        }

        It 'takes strings from the pipeline' {
            ($file | Get-ComfyWorkflowDependency).Name | Should -Be 'NoSuchClassOfAnyPack'
        }

        It 'looks below the current folder when nothing is named' {
            Push-Location $TestDrive
            try {
                (Get-ComfyWorkflowDependency).Name | Should -Be 'NoSuchClassOfAnyPack'
            }
            finally {
                Pop-Location
            }
        }
    }

    Context 'Output' {
        It 'finds something in every sample' {
            Get-ComfyWorkflowDependency -Path $samples -Recurse | Should -Not -BeNullOrEmpty
        }

        It 'never takes an unknown class for a built-in one' {
            Set-Content -LiteralPath "$TestDrive/x.json" -Value $prompt
            (Get-ComfyWorkflowDependency "$TestDrive/x.json").Status | Should -Be 'Unresolved'
        }

        It 'stops when the pipeline has enough' {
            @(Get-ComfyWorkflowDependency -Path $samples -Recurse | Select-Object -First 1).Count | Should -Be 1
        }
    }

    Context 'Errors' {
        It 'says that a path does not exist' {
            { Get-ComfyWorkflowDependency -Path "$TestDrive/none.json" -ErrorAction Stop } |
                Should -Throw -ErrorId 'PathNotFound,ComfyDeps.Commands.GetComfyWorkflowDependencyCommand'
        }

        It 'writes one error about a broken file and reads the others' {
            Set-Content -LiteralPath "$TestDrive/a.json" -Value '{ "1": '
            Set-Content -LiteralPath "$TestDrive/b.json" -Value $prompt
            $found = Get-ComfyWorkflowDependency "$TestDrive/a.json", "$TestDrive/b.json" -ErrorVariable problems -ErrorAction SilentlyContinue
            $found.Name | Should -Be 'NoSuchClassOfAnyPack'
            $problems.Count | Should -Be 1
        }
    }
}
