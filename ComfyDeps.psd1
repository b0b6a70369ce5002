@{
    RootModule           = 'bin/ComfyDeps.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5f0c2d1e-6d0b-4a57-9a35-3a7c1f0e8b42'
    Author               = 'The ComfyDeps developers'
    CompanyName          = 'ComfyDeps'
    Copyright            = '(c) The ComfyDeps developers. MIT license.'
    Description          = 'Finds, pins and verifies the node packs and model files that ComfyUI workflows need, and sets up RunPod pods and serverless images with exactly those versions.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('ComfyDeps.format.ps1xml')
    CmdletsToExport      = @(
        'Clear-ComfyCache'
        'Compare-ComfyInstallation'
        'Export-ComfyDependencyReport'
        'Export-ComfyDockerfile'
        'Export-ComfyInstallScript'
        'Export-ComfySnapshot'
        'Find-ComfyModelVersion'
        'Find-ComfyNodePack'
        'Find-ComfyNodeVersion'
        'Get-ComfyCatalog'
        'Get-ComfyInstallation'
        'Get-ComfyRegistry'
        'Get-ComfyWorkflowDependency'
        'Import-ComfySnapshot'
        'Remove-ComfyRegistryEntry'
        'Set-ComfyRegistryEntry'
        'Set-ComfyRegistryEnvironment'
        'Test-ComfyInstallation'
        'Test-ComfyRegistry'
        'Update-ComfyCatalog'
        'Update-ComfyRegistry'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('ComfyUI', 'RunPod', 'workflow', 'dependencies', 'verification', 'PSEdition_Core', 'Linux', 'Windows', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ProjectUri   = 'https://github.com/comfydeps/comfydeps'
            ReleaseNotes = 'https://github.com/comfydeps/comfydeps/blob/main/CHANGELOG.md'
        }
    }
}
