// Puts the modules that Race measures beside the lab: the package's own, and the loop it is held against, which is no
// part of the package.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { compileAlone } from "../../scripts/compile-alone.mjs";
import { lab } from "./places.mjs";

export function placeModules() {
  const folder = `${lab}/public/modules`;
  mkdirSync(folder, { recursive: true });
  copyFileSync(`${lab}/node_modules/wasmlp/dist/core.wasm`, `${folder}/core.wasm`);
  writeFileSync(`${folder}/ceiling.wasm`, compileAlone("ceiling.ts"));
}
