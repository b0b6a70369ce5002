param([int] $Example)
switch ($Example) {
    1 { Find-ComfyNodePack res4lyf | Update-ComfyRegistry }
    3 { "comfyui: 8d1b2a7c5e`ngit_custom_nodes: {}`ncnr_custom_nodes:`n  res4lyf: 1.2.0`n" | Out-File snapshot.yaml }
}
