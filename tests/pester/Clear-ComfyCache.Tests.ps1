# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'Clear-ComfyCache' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $before = $env:COMFYDEPS_CACHE
        $env:COMFYDEPS_CACHE = "$TestDrive/cache"
    }

    AfterAll {
        $env:COMFYDEPS_CACHE = $before
    }

    It 'has nothing to say where nothing is kept' {
        Clear-ComfyCache -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'leaves what is not an answer of a service' {
        $other = New-Item "$TestDrive/cache/other.txt" -Force -Value 'kept'
        Clear-ComfyCache -ErrorAction Stop
        $other.FullName | Should -Exist
    }

    It 'changes nothing with -WhatIf' {
        $answer = New-Item "$TestDrive/cache/answers/any" -Force -Value 'kept'
        Clear-ComfyCache -WhatIf
        $answer.FullName | Should -Exist
    }
}
