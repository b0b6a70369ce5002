// node time.mjs <rounds>: paths on the standard input; how long createSourceFile takes for all of them.
import { readFileSync } from 'node:fs';
import { resourceUsage } from 'node:process';
import { parse } from './judge.mjs';

const texts = readFileSync(0, 'utf8').split('\n').filter(Boolean).map((path) => [path, readFileSync(path, 'utf8')]);
const seconds = [];
for (let round = 0; round < Number(process.argv[2]); round++) {
  const start = performance.now();
  for (const [path, text] of texts) parse(path, text);
  seconds.push((performance.now() - start) / 1000);
}
console.log(JSON.stringify({
  parser: 'typescript',
  files: texts.length,
  characters: texts.reduce((sum, [, text]) => sum + text.length, 0),
  first: seconds[0],
  best: Math.min(...seconds),
  peakMegabytes: Math.round(resourceUsage().maxRSS / 1024),
}));
