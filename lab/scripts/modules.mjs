// Puts the modules that Race measures beside the lab: the package's own, and the loop it is held against, which is no
// part of the package.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { lab, root } from "./places.mjs";

const OPTIONS = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"];

export function placeModules() {
  const folder = `${lab}/public/modules`;
  mkdirSync(folder, { recursive: true });
  copyFileSync(`${lab}/node_modules/wasmlp/dist/core.wasm`, `${folder}/core.wasm`);
  const words = ["ceiling.ts", "-o", `${folder}/ceiling.wasm`, ...OPTIONS];
  // Run inside assembly/, so that the core's asconfig.json does not apply.
  const options = { cwd: `${root}/assembly`, stdio: "inherit" };
  const { status } = spawnSync(process.execPath, [`${root}/node_modules/assemblyscript/bin/asc.js`, ...words], options);
  if (status !== 0) throw new Error("assembly/ceiling.ts did not compile");
}
