# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'The default views' {
    BeforeDiscovery {
        $kinds = foreach ($width in 80, 120) {
            @{ Shape = 'list'; Width = $width }
            @{ Shape = 'table'; Width = $width }
        }
    }

    BeforeAll {
        . $PSScriptRoot/common.ps1
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        Push-Location (Join-Path $root tests)
        $samples = & (Join-Path $root 'tests/fixtures/views/samples.ps1')
        $types = $samples | ForEach-Object { $_.PSTypeNames[0] } | Select-Object -Unique

        function Show([string] $Shape, [int] $Width) {
            $text = foreach ($type in $types) {
                "# $type"
                $some = $samples | Where-Object { $_.PSTypeNames[0] -eq $type }
                ($Shape -eq 'list' ? ($some | Format-List) : ($some | Format-Table)) | Out-String -Width $Width
            }
            (($text -join "`n") -split "`r?`n" | ForEach-Object TrimEnd) -join "`n"
        }
    }

    AfterAll {
        Pop-Location
        $PSStyle.OutputRendering = $rendering
    }

    It 'show every type as a <Shape> at <Width> columns as they always did' -ForEach $kinds {
        $shown = Show $Shape $Width
        $file = Join-Path $root "tests/fixtures/golden/pwsh-$Shape-$Width.txt"
        if ($env:COMFYDEPS_UPDATE_GOLDEN -eq '1') {
            Set-Content -LiteralPath $file -Value $shown -NoNewline
        }
        $shown | Should -BeExactly (Get-Content -LiteralPath $file -Raw)
    }

    It 'fit <_> columns' -ForEach 80, 120 {
        (Show table $_) -split "`n" | Where-Object Length -GT $_ | Should -BeNullOrEmpty
    }

    It 'exist for every type that a cmdlet gives' {
        $given = (Get-Module ComfyDeps).ExportedCmdlets.Values.OutputType.Name | Where-Object { $_ -like 'ComfyDeps.*' } | Sort-Object -Unique
        $given | Should -Not -BeNullOrEmpty
        foreach ($type in $given) {
            $controls = (Get-FormatData -TypeName $type).FormatViewDefinition | ForEach-Object { $_.Control.GetType().Name }
            $controls | Should -Contain TableControl -Because $type
            $controls | Should -Contain ListControl -Because $type
            $types | Should -Contain $type
        }
    }

    It 'colour a status and nothing else, where colour is asked for' {
        $PSStyle.OutputRendering = 'Ansi'
        try {
            $verified = $samples | Where-Object { $_.Status -eq 'Verified' } | Out-String
            $verified | Should -Match "`e\[32mVerified`e\[0m"
        }
        finally {
            $PSStyle.OutputRendering = 'PlainText'
        }
    }

    It 'write no escape sequence where plain text is asked for' {
        (Show table 80) | Should -Not -Match "`e"
        (Show list 80) | Should -Not -Match "`e"
    }

    It 'make names from outside harmless' {
        [ComfyDeps.Formatting.Format]::Text("a`e[2Jb") | Should -Not -Match "`e"
    }
}
