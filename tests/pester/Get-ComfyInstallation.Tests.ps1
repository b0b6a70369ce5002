# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'Get-ComfyInstallation' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $comfy = "$TestDrive/ComfyUI"
        foreach ($folder in 'models/loras', 'custom_nodes/pack') {
            $null = New-Item -ItemType Directory -Path "$comfy/$folder" -Force
        }
        foreach ($file in 'main.py', 'folder_paths.py', 'custom_nodes/pack/__init__.py') {
            Set-Content -LiteralPath "$comfy/$file" -Value '# made'
        }
        Set-Content -LiteralPath "$comfy/comfyui_version.py" -Value '__version__ = "0.3.76"'
        Set-Content -LiteralPath "$comfy/models/loras/page.safetensors" -Value '<!DOCTYPE html>'
    }

    It 'tells what a folder holds' {
        $items = Get-ComfyInstallation -Path $TestDrive
        ($items | Where-Object Kind -EQ 'ComfyUI').Version | Should -Be '0.3.76'
        ($items | Where-Object Kind -EQ 'Node').Name | Should -Be 'pack'
        ($items | Where-Object Kind -EQ 'Model').Name | Should -Be 'loras/page.safetensors'
    }

    It 'names what is wrong whatever a registry says' {
        (Get-ComfyInstallation -Path $comfy | Where-Object Kind -EQ 'Model').Problems | Should -Be 'HtmlPage'
    }

    It 'hashes on request' {
        $model = Get-ComfyInstallation -Path $comfy -Hash | Where-Object Kind -EQ 'Model'
        $expected = (Get-FileHash -LiteralPath "$comfy/models/loras/page.safetensors").Hash
        $model.Sha256 | Should -Be $expected
    }

    It 'writes one error for a folder without ComfyUI' {
        { Get-ComfyInstallation -Path "$comfy/custom_nodes" -ErrorAction Stop } |
            Should -Throw -ErrorId 'EnvironmentUnavailable,ComfyDeps.Commands.GetComfyInstallationCommand'
    }
}
