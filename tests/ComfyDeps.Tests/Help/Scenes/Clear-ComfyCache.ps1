param([int] $Example)
if ($Example -lt 3) {
    Find-ComfyNodeVersion res4lyf
}
