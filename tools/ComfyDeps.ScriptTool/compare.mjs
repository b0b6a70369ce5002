// node compare.mjs <folder>…: every script below the folders, read by our parser and by TypeScript's own.
// Prints each file about which the two differ, and the sums. Build first: dotnet build -c Release tools/ComfyDeps.ScriptTool
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, summarize } from './judge.mjs';
import { scripts } from './files.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const tool = join(here, '../../artifacts/bin/ComfyDeps.ScriptTool/release/ComfyDeps.ScriptTool.dll');

if (process.argv[2] === 'dump') {
  const log = [];
  const path = process.argv[3];
  const file = parse(path, readFileSync(path, 'utf8'));
  for (const d of file.parseDiagnostics) log.push(`! ${d.start} ${JSON.stringify(d.messageText)}`);
  summarize(file, log);
  console.log(log.sort().join('\n'));
  process.exit(0);
}

const paths = process.argv.slice(2).flatMap((folder) => [...scripts(folder)]);
const ours = spawn('dotnet', [tool, 'summary'], { stdio: ['pipe', 'pipe', 'inherit'] });
ours.stdin.end(paths.join('\n') + '\n');

const count = { files: 0, accepted: 0, refused: 0, wronglyRefused: 0, otherTree: 0, wronglyAccepted: 0 };
for await (const line of createInterface({ input: ours.stdout })) {
  const our = JSON.parse(line);
  const file = parse(our.path, readFileSync(our.path, 'utf8'));
  count.files++;
  if (file.parseDiagnostics.length > 0) {
    count.refused++;
    if (our.errors === 0) {
      count.wronglyAccepted++;
      if (process.env.VERBOSE) {
        const d = file.parseDiagnostics[0];
        const at = file.getLineAndCharacterOfPosition(d.start);
        console.log(`ACCEPTED ${our.path}:${at.line + 1}:${at.character + 1} ${JSON.stringify(d.messageText)}`);
      }
    }
    continue;
  }

  count.accepted++;
  if (our.errors > 0) {
    count.wronglyRefused++;
    console.log(`REFUSED ${our.path}:${our.first}`);
    continue;
  }

  const theirs = summarize(file);
  const kinds = [...new Set([...Object.keys(theirs), ...Object.keys(our.parts)])];
  const other = kinds.filter((kind) => `${theirs[kind]}` !== `${our.parts[kind]}`);
  if (other.length > 0) {
    count.otherTree++;
    console.log(`OTHER TREE ${our.path}: ${other.map((k) => `${k} ${our.parts[k]?.[0] ?? 0}/${theirs[k]?.[0] ?? 0}`).join(', ')}`);
  }
}
console.log(JSON.stringify(count));
