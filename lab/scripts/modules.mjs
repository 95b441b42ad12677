// Puts the modules that Race measures beside the lab: the package's own, and the loop it is held against, which is no
// part of the package and is compiled when its source is newer.
import { copyFileSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { compileAlone } from "../../scripts/compile-alone.mjs";
import { lab, root } from "./places.mjs";

const SOURCES = ["assembly/ceiling.ts", "scripts/compile-alone.mjs", "package-lock.json"];

export function placeModules() {
  const folder = `${lab}/public/modules`;
  mkdirSync(folder, { recursive: true });
  copyFileSync(`${lab}/node_modules/wasmlp/dist/core.wasm`, `${folder}/core.wasm`);
  const ceiling = `${folder}/ceiling.wasm`;
  if (SOURCES.some((path) => changedAt(`${root}/${path}`) >= changedAt(ceiling)))
    writeFileSync(ceiling, compileAlone("ceiling.ts"));
}

/** Milliseconds; 0 for a file that is not there. */
function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
