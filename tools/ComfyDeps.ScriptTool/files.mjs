// The scripts below folders: what the compiler would be asked to read.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const script = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/;

export function* scripts(path) {
  const info = statSync(path, { throwIfNoEntry: false });
  if (!info) return;
  if (info.isFile()) {
    if (script.test(path)) yield path;
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory() ? entry.name !== 'node_modules' && entry.name !== '.git' : entry.isFile()) {
      yield* scripts(join(path, entry.name));
    }
  }
}
