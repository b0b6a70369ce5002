# What BeforeAll and BeforeDiscovery set is used in other blocks, which the rule does not see.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '')]
param()

# A real sshd on loopback starts this PowerShell as its subsystem: two names of this machine are two hosts.
BeforeDiscovery {
    $missing = 'sshd', 'ssh', 'ssh-keygen' | Where-Object { -not (Get-Command $_, "/usr/sbin/$_" -CommandType Application -ErrorAction Ignore) }
    $cannotRun = -not $IsLinux -or $missing
}

Describe 'PowerShell remoting over SSH' -Skip:$cannotRun {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $names = '127.0.0.1', 'localhost'

        function Invoke-Sshd {
            $folder = Join-Path $TestDrive 'sshd'
            New-Item $folder -ItemType Directory | Out-Null
            foreach ($key in 'host', 'user') {
                ssh-keygen -q -t ed25519 -N '' -f "$folder/$key"
            }

            $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
            $listener.Start()
            $port = $listener.LocalEndpoint.Port
            $listener.Stop()
            Set-Content "$folder/known" ($names | ForEach-Object { "[$_]:$port $(Get-Content "$folder/host.pub")" })
            $runner = [Environment]::ProcessPath
            $runner = (Split-Path $runner -LeafBase) -eq 'dotnet' ? "'$runner' '$PSHOME/pwsh.dll'" : "'$runner'"
            Set-Content "$folder/subsystem" '#!/bin/sh', "exec $runner -sshs -NoLogo -NoProfile"
            Set-Content "$folder/config" @(
                'ListenAddress 127.0.0.1', "Port $port", "HostKey $folder/host", "AuthorizedKeysFile $folder/user.pub", "PidFile $folder/pid"
                'StrictModes no', 'UsePAM no', 'PasswordAuthentication no', 'PermitRootLogin yes'
                "SetEnv COMFYDEPS_CACHE=$TestDrive/cache"
                "Subsystem powershell $folder/subsystem")
            chmod 755 "$folder/subsystem"
            if ((id -u) -eq '0') {
                New-Item /run/sshd -ItemType Directory -Force | Out-Null
            }

            $program = (Get-Command sshd, /usr/sbin/sshd -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
            $process = Start-Process $program -ArgumentList '-D', '-E', "$folder/log", '-f', "$folder/config" -PassThru
            foreach ($attempt in 1..200) {
                if ((Test-Path "$folder/log") -and (Select-String listening "$folder/log" -Quiet)) {
                    break
                }

                Start-Sleep -Milliseconds 50
            }

            $connection = @{
                Port = $port
                KeyFilePath = "$folder/user"
                Options = @{
                    UserKnownHostsFile = "$folder/known"; GlobalKnownHostsFile = '/dev/null'; IdentitiesOnly = 'yes'; IdentityAgent = 'none'; BatchMode = 'yes'
                }
            }
            $process, $connection
        }

        $empty = Join-Path $root 'tests/fixtures/registry/good/empty.json'
        $registry = Join-Path $TestDrive 'comfy-registry.json'
        Set-Content $registry '{ "version": 1, "nodes": { "res4lyf": { "source": { "kind": "comfyRegistry", "id": "res4lyf", "version": "1.0.2" } } } }'
        $comfy = Join-Path $TestDrive 'pod/ComfyUI'
        New-Item "$comfy/custom_nodes/some-pack", "$comfy/models/vae" -ItemType Directory -Force | Out-Null
        Set-Content "$comfy/main.py", "$comfy/folder_paths.py", "$comfy/custom_nodes/some-pack/__init__.py" ''
        Set-Content "$comfy/models/vae/ae.safetensors" '<!DOCTYPE html>'
        $server, $connection = Invoke-Sshd
    }

    AfterAll {
        if ($server) {
            $server.Kill($true)
        }
    }

    It 'brings results back that are shown as they are shown there' {
        $here = Test-ComfyInstallation $comfy -RegistryPath $registry
        $there = Invoke-Command -HostName 127.0.0.1 @connection {
            Import-Module $using:manifest
            Test-ComfyInstallation $using:comfy -RegistryPath $using:registry
        }
        $there[0].PSTypeNames[0] | Should -Be 'Deserialized.ComfyDeps.VerificationResult'
        @($there).Count | Should -Be @($here).Count
        $shown = $there | Out-String -Width 80
        $shown | Should -Match '(?m)^Status +Kind +Pin +Name +PSComputerName$'
        $shown -split '\r?\n' | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
        $shown | Should -Match '(?m)^Missing +Node +NotInstalled +res4lyf +127.0.0.1$'

        # PowerShell adds the host to whatever it brings back; but for that, nothing tells the copies from the originals.
        $there | ForEach-Object { $_.PSShowComputerName = $false }
        $there | Out-String -Width 80 | Should -Be ($here | Out-String -Width 80)
        $lists = $there, $here | ForEach-Object { ($_ | Format-List | Out-String -Width 80) -replace '\d\d:\d\d:\d\dZ', 'then' }
        $lists[0] | Should -Match 'CheckedAt +: [0-9-]+ then'
        $lists[0] | Should -Be $lists[1]
    }

    It 'keeps words and numbers what they were' {
        $there = Invoke-Command -HostName 127.0.0.1 @connection -HideComputerName {
            Import-Module $using:manifest
            Get-ComfyInstallation $using:comfy
        }
        $model = $there | Where-Object Kind -EQ Model
        $model.Name | Should -Be 'vae/ae.safetensors'
        $model.Problems | Should -Be 'HtmlPage'
        $model.Size | Should -BeOfType long
        $there | Out-String -Width 80 | Should -Be (Get-ComfyInstallation $comfy | Out-String -Width 80)
    }

    It 'asks several hosts at once, and what comes back is compared' {
        $sessions = New-PSSession -HostName $names @connection
        try {
            $items = Invoke-Command -Session $sessions -ThrottleLimit 2 {
                Import-Module $using:manifest
                Get-ComfyInstallation $using:comfy -Hash
            }
            $items.PSComputerName | Sort-Object -Unique | Should -Be ($names | Sort-Object)

            # Each pod by a name of its own.
            $items | ForEach-Object { $_.Environment = $_.PSComputerName }
            $items | Compare-ComfyInstallation -RegistryPath $empty |
                ForEach-Object { $_.Values.Keys } | Sort-Object -Unique | Should -Be ($names | Sort-Object)
            $items | Where-Object { $_.PSComputerName -eq 'localhost' -and $_.Kind -eq 'Model' } | ForEach-Object { $_.Sha256 = 'a' * 64 }
            $rows = $items | Compare-ComfyInstallation -RegistryPath $empty |
                Where-Object Message -Match 'The environments differ'
            $rows.Name | Should -Be 'vae/ae.safetensors'
            $rows | Out-String -Width 80 | Should -Match '1 = 127.0.0.1, 2 = localhost'
        }
        finally {
            $sessions | Remove-PSSession
        }
    }

    It 'gives one bool for each host with -Quiet' {
        $there = Invoke-Command -HostName $names @connection {
            Import-Module $using:manifest
            Test-ComfyInstallation $using:comfy -RegistryPath $using:registry -Quiet
        }
        $there | Should -Be $false, $false
    }
}
