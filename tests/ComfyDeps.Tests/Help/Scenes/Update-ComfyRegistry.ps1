param([int] $Example)
switch ($Example) {
    3 { (Get-Content comfy-registry.json -Raw) -replace '"1.1.10"', '"1.1.6"' | Out-File comfy-registry.json }
    4 { (Get-Content comfy-registry.json -Raw) -replace '"1.0.7"', '"9.9.9"' | Out-File comfy-registry.json }
}
