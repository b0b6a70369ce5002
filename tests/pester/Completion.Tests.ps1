# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'Completion' {
    BeforeAll {
        . $PSScriptRoot/common.ps1

        function Complete([string] $Typed) {
            (TabExpansion2 -inputScript $Typed -cursorColumn $Typed.Length).CompletionMatches
        }
    }

    It 'completes <typed>' -ForEach @(
        @{ typed = 'Find-ComfyNodePack -Name vhs_videoc'; expected = 'VHS_VideoCombine' }
        @{ typed = 'Find-ComfyNodePack Power*Lora*L'; expected = "'Power Lora Loader (rgthree)'" }
        @{ typed = 'Find-ComfyNodeVersion comfyui-videohelper'; expected = 'comfyui-videohelpersuite' }
        @{ typed = 'Find-ComfyNodeVersion kosinkadink/comfyui-video'; expected = 'Kosinkadink/ComfyUI-VideoHelperSuite' }
        @{ typed = 'Find-ComfyModelVersion 1K3D'; expected = '1k3d68.onnx' }
    ) {
        (Complete $typed).CompletionText | Should -Contain $expected
    }

    It 'says what each name is' {
        (Complete 'Find-ComfyNodePack VHS_VideoC').ToolTip | Should -BeLike 'Node class of *'
    }

    It 'offers a hundred names at most' {
        @(Complete 'Find-ComfyNodePack *').Count | Should -Be 100
    }

    It 'offers nothing without a catalog, and no error' {
        $before = $env:COMFYDEPS_CATALOG
        $env:COMFYDEPS_CATALOG = "$TestDrive/none"
        try {
            Complete 'Find-ComfyNodePack -Name comfy' | Should -BeNullOrEmpty
        }
        finally {
            $env:COMFYDEPS_CATALOG = $before
        }
    }
}
