@{
    Severity     = @('Error', 'Warning')
    IncludeRules = @('*')
    Rules        = @{
        PSUseCompatibleSyntax     = @{
            Enable         = $true
            TargetVersions = @('7.4')
        }
        PSUseConsistentIndentation = @{
            Enable          = $true
            IndentationSize = 4
        }
    }
}
