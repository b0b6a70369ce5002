// Times comfyui-mcp's own function, as a library in one process, over workflow files.
//
// usage: node comfyui-mcp.mjs PACKAGE FOLDER MAP
//
// PACKAGE is node_modules/comfyui-mcp, FOLDER holds the workflows, MAP is ComfyUI-Manager's extension-node-map.json,
// which it would ask a server for. Prints the seconds and the files that it answered.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [pack, folder, map] = process.argv.slice(2);
const { extractWorkflowDependencies } = await import(pathToFileURL(resolve(pack, "dist/services/workflow-deps.js")));
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".json") && basename(entry.parentPath) === "files")
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const mappings = JSON.parse(readFileSync(map, "utf8"));
const deps = { fetchObjectInfo: async () => ({}), fetchManagerMappings: async () => mappings };

const started = performance.now();
let answered = 0;
for (const file of files) {
  try {
    await extractWorkflowDependencies(JSON.parse(readFileSync(file, "utf8")), deps);
    answered++;
  } catch {
    // Counted as not answered.
  }
}

console.log(`comfyui-mcp\t${((performance.now() - started) / 1000).toFixed(3)} s\t${answered} of ${files.length} files`);
