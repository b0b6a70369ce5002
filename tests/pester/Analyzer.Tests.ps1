# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'The scripts of the project' {
    BeforeDiscovery {
        $root = Split-Path (Split-Path $PSScriptRoot)
        $scripts = Get-ChildItem $root -Recurse -Include *.ps1, *.psd1, *.psm1 |
            Where-Object FullName -NotMatch '[\\/](\.git|artifacts|bin|node_modules|out|obj)[\\/]' |
            ForEach-Object { @{ Name = [IO.Path]::GetRelativePath($root, $_.FullName); File = $_.FullName } }
        $hasAnalyzer = [bool](Get-Module PSScriptAnalyzer -ListAvailable)
    }

    BeforeAll {
        $settings = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'PSScriptAnalyzerSettings.psd1'
    }

    It 'has a file with settings' {
        Import-PowerShellDataFile $settings | Should -Not -BeNullOrEmpty
    }

    It 'parses <Name>' -ForEach $scripts {
        $problems = $null
        $null = [Management.Automation.Language.Parser]::ParseFile($File, [ref] $null, [ref] $problems)
        $problems | Should -BeNullOrEmpty
    }

    It 'finds nothing in <Name> (needs PSScriptAnalyzer: Install-PSResource PSScriptAnalyzer)' -ForEach $scripts -Skip:(-not $hasAnalyzer) {
        $found = @(
            Invoke-ScriptAnalyzer -Path $File -Settings PSGallery -Severity Warning, Error
            Invoke-ScriptAnalyzer -Path $File -Settings $settings
        )
        $found | ForEach-Object { "$($_.RuleName) at line $($_.Line): $($_.Message)" } | Should -BeNullOrEmpty
    }
}
