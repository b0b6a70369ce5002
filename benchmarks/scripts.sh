#!/usr/bin/env bash
# Times our script parser against TypeScript's createSourceFile, on the same files in the same run.
# Usage: benchmarks/scripts.sh <folder>…     (ROUNDS=5; needs node and npm)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
tool="$root/tools/ComfyDeps.ScriptTool"
[ -d "$tool/node_modules" ] || npm install --prefix "$tool" --silent
dotnet build -c Release "$tool" --nologo -v q
list=$(mktemp)
trap 'rm -f "$list"' EXIT
node "$tool/list.mjs" "$@" > "$list"
rounds=${ROUNDS:-5}
theirs=$(node "$tool/time.mjs" "$rounds" < "$list")
ours=$(dotnet "$root/artifacts/bin/ComfyDeps.ScriptTool/release/ComfyDeps.ScriptTool.dll" time "$rounds" < "$list")
# Nothing in the quotes is the shell's to expand.
# shellcheck disable=SC2016
node -e '
  const [theirs, ours] = process.argv.slice(1).map((line) => JSON.parse(line));
  for (const run of [theirs, ours]) {
    const rate = (seconds) => Math.round(run.files / seconds).toLocaleString("en");
    console.log(`${run.parser.padEnd(10)} ${run.files} files, first round ${rate(run.first)} files/s, `
      + `warm ${rate(run.best)} files/s (${(run.characters / run.best / 1e6).toFixed(1)} M characters/s), `
      + `peak ${run.peakMegabytes} MB`);
  }
  console.log(`ours is ${(theirs.first / ours.first).toFixed(2)} times as fast cold, ${(theirs.best / ours.best).toFixed(2)} times warm`);
' "$theirs" "$ours"
