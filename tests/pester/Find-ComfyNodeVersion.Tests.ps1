# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

# Only what needs no service: names that the catalog knows or that nobody can be asked about.
Describe 'Find-ComfyNodeVersion' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    It 'is silent about a wildcard that matches nothing' {
        Find-ComfyNodeVersion 'zzz-no-such-*' -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'does not take an unasked service for a verdict' {
        $before = $env:COMFYDEPS_OFFLINE, $env:COMFYDEPS_CACHE
        $env:COMFYDEPS_OFFLINE, $env:COMFYDEPS_CACHE = '1', "$TestDrive/cache"
        try {
            { Find-ComfyNodeVersion no-such-pack-anywhere -ErrorAction Stop } |
                Should -Throw -ErrorId 'SourceUnavailable,ComfyDeps.Commands.FindComfyNodeVersionCommand'
        }
        finally {
            $env:COMFYDEPS_OFFLINE, $env:COMFYDEPS_CACHE = $before
        }
    }
}
