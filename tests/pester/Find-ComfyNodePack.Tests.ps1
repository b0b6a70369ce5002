# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'Find-ComfyNodePack' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $samples = Join-Path $root 'samples'
    }

    Context 'Input' {
        It 'finds a pack by <_>' -ForEach 'VHS_VideoCombine', 'comfyui-videohelpersuite', 'Kosinkadink/ComfyUI-VideoHelperSuite' {
            (Find-ComfyNodePack $_ | Select-Object -First 1).Url | Should -Be 'https://github.com/Kosinkadink/ComfyUI-VideoHelperSuite'
        }

        It 'takes strings from the pipeline' {
            'VHS_VideoCombine' | Find-ComfyNodePack | Should -Not -BeNullOrEmpty
        }

        It 'takes what a workflow needs, and passes over its models' {
            Get-ComfyWorkflowDependency $samples -Recurse | Find-ComfyNodePack -ErrorAction SilentlyContinue |
                ForEach-Object { $_.PSTypeNames[0] } | Sort-Object -Unique | Should -Be 'ComfyDeps.NodePack'
        }
    }

    Context 'Errors' {
        It 'says that nobody knows an exact name' {
            { Find-ComfyNodePack no-such-pack-anywhere -ErrorAction Stop } |
                Should -Throw -ErrorId 'NotFound,ComfyDeps.Commands.FindComfyNodePackCommand'
        }

        It 'is silent about a wildcard that matches nothing' {
            Find-ComfyNodePack 'zzz-no-such-*' -ErrorAction Stop | Should -BeNullOrEmpty
        }
    }
}
