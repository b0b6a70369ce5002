param([int] $Example)
if ($Example -eq 2) {
    # One that is old on whatever day this runs.
    Update-ComfyCatalog
}
