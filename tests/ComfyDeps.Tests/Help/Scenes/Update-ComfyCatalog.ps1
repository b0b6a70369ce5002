param([int] $Example)
switch ($Example) {
    2 {
        $null = [IO.Directory]::CreateDirectory("$(Get-Location)/ComfyUI-Manager")
        $client = [Net.Http.HttpClient]::new()
        foreach ($list in 'custom-node-list', 'extension-node-map', 'model-list', 'github-stats') {
            [IO.File]::WriteAllBytes("$(Get-Location)/ComfyUI-Manager/$list.json", $client.GetByteArrayAsync("$env:COMFYDEPS_MANAGER_URL/$list.json").Result)
        }
    }
    3 {
        $null = [IO.Directory]::CreateDirectory("$(Get-Location)/our-nodes")
        "class OurSampler:`n    pass`n`nNODE_CLASS_MAPPINGS = {'OurSampler': OurSampler}`n" | Out-File our-nodes/__init__.py
        git init --quiet our-nodes
        git -C our-nodes remote add origin https://github.com/me/our-nodes
        git -C our-nodes add -A
        git -C our-nodes -c user.name=me -c user.email=me@example.com commit --quiet -m Nodes
    }
}
