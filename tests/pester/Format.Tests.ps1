# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

Describe 'The default views' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $prompt = '{ "1": { "class_type": "NoSuchClassOfAnyPack", "inputs": {} } }'
        Set-Content -LiteralPath "$TestDrive/x.json" -Value $prompt
        $dependency = Get-ComfyWorkflowDependency "$TestDrive/x.json"
        $rendering = $PSStyle.OutputRendering
    }

    AfterEach {
        $PSStyle.OutputRendering = $rendering
    }

    It 'fit 80 columns and show the status as a word' {
        $PSStyle.OutputRendering = 'PlainText'
        $text = $dependency | Out-String -Width 80
        $text | Should -Match 'Unresolved'
        $text -split "`r?`n" | Where-Object Length -GT 80 | Should -BeNullOrEmpty
    }

    It 'write no escape sequence where plain text is asked for' {
        $PSStyle.OutputRendering = 'PlainText'
        ($dependency | Out-String) | Should -Not -Match "`e"
    }

    It 'make names from outside harmless' {
        [ComfyDeps.Formatting.Format]::Text("a`e[2Jb") | Should -Not -Match "`e"
    }
}
