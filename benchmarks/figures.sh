#!/usr/bin/env bash
# Measures the figures of docs/benchmarks.md, one or several of: analysis import catalog memory discovery
# inspection hashing. All of them without arguments.
# COMFYDEPS_BENCHMARK_WORKFLOWS names the folder of workflows (else samples/). A busy machine gives other figures: the load is printed.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
program=$root/artifacts/bin/ComfyDeps.Benchmarks/release/ComfyDeps.Benchmarks.dll
dotnet build -c Release "$root/src/ComfyDeps.Shell" --nologo -v q > /dev/null
dotnet build -c Release "$root/benchmarks/ComfyDeps.Benchmarks" --nologo -v q > /dev/null

# Empties the page cache where that is allowed, so that what is read next comes from the disk.
empty_cache() { sync && { echo 3 > /proc/sys/vm/drop_caches; } 2> /dev/null; }

for figure in "${@:-analysis import catalog memory discovery inspection hashing}"; do
  for one in $figure; do
    printf '\n## %s, load %s\n' "$one" "$(cut -d' ' -f1-3 /proc/loadavg 2> /dev/null || echo unknown)"
    case $one in
      memory) NO_BUILD=1 "$root/benchmarks/memory.sh" ;;
      catalog)
        dotnet "$program" catalog
        if empty_cache; then
          printf 'opened after the page cache was emptied (ms by the clock, ms of processors): '
          dotnet "$program" catalog once; echo
        fi ;;
      *) dotnet "$program" "$one" ;;
    esac
  done
done
