// node list.mjs <folder>…: the paths of the scripts below the folders.
import { scripts } from './files.mjs';

for (const folder of process.argv.slice(2)) {
  for (const path of scripts(folder)) console.log(path);
}
