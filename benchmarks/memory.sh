#!/usr/bin/env bash
# Peak memory of a whole process that analyses a folder of workflows copied once, ten times and a hundred times.
# Usage: benchmarks/memory.sh [folder]     (COPIES="1 10 100"; Linux: the peak is the kernel's VmHWM)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(cd "${1:-${COMFYDEPS_BENCHMARK_WORKFLOWS:-$root/samples}}" && pwd)
[ -n "${NO_BUILD:-}" ] || dotnet build -c Release "$root/src/ComfyDeps.Shell" --nologo -v q > /dev/null
shell=$root/artifacts/bin/ComfyDeps.Shell/release/ComfyDeps.Shell.dll
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

printf '| copies | files | objects | seconds | peak MB | live MB at the end |\n|--:|--:|--:|--:|--:|--:|\n'
for copies in ${COPIES:-1 10 100}; do
  mkdir "$work/$copies"
  for ((i = 1; i <= copies; i++)); do cp -rl "$folder" "$work/$copies/$i" 2> /dev/null || cp -r "$folder" "$work/$copies/$i"; done
  files=$(find "$work/$copies" -type f | wc -l)
  # The objects go down the pipeline and are dropped, as a report or a comparison drops them.
  IFS=' ' read -r objects seconds peak live < <(dotnet "$shell" -NonInteractive -Command "
    \$count = 0; \$watch = [Diagnostics.Stopwatch]::StartNew()
    Get-ComfyWorkflowDependency '$work/$copies' -Recurse -ErrorAction Ignore 3>\$null | ForEach-Object { \$count++ }
    \$peak = [long]((@(Get-Content /proc/self/status) -like 'VmHWM*')[0] -replace '[^0-9]') / 1024
    '{0} {1:0.0} {2:0} {3:0.0}' -f \$count, \$watch.Elapsed.TotalSeconds, \$peak, ([GC]::GetTotalMemory(\$true) / 1MB)")
  printf '| %s | %s | %s | %s | %s | %s |\n' "$copies" "$files" "$objects" "$seconds" "$peak" "$live"
  rm -rf "${work:?}/$copies"
done
