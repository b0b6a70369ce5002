# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

# Only what needs no service.
Describe 'Set-ComfyRegistryEnvironment' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $registry = Join-Path $TestDrive 'comfy-registry.json'
    }

    It 'makes a registry with the version of Python and the constraints' {
        Set-Content "$TestDrive/constraints.txt" 'numpy==1.26.4'
        $entries = Set-ComfyRegistryEnvironment -PythonVersion 3.12 -ConstraintsPath "$TestDrive/constraints.txt" -RegistryPath $registry -PassThru
        $entries.Name | Should -Be 'Python', 'constraints.txt'
    }

    It 'refuses constraints that leave a version open' {
        Set-Content "$TestDrive/open.txt" 'numpy>=1'
        { Set-ComfyRegistryEnvironment -ConstraintsPath "$TestDrive/open.txt" -RegistryPath $registry -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidArgument,ComfyDeps.Commands.SetComfyRegistryEnvironmentCommand'
    }
}
