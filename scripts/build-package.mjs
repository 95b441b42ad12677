// Builds dist/: core.wasm, the two libraries, the CLI, the declarations, the notices of what is bundled.
// A stamp in build/ names the inputs it was made from; it is written last, so an interrupted build has none.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inputHash } from "./input-hash.mjs";
import { root } from "./root.mjs";

const stampPath = join(root, "build", "inputs-sha256");
const outputs = [
  "dist/browser.js",
  "dist/charts.js",
  "dist/cli.js",
  "dist/core.wasm",
  "dist/node.js",
  "dist/third-party-licenses.txt",
  "dist/types/browser/entry.d.ts",
  "dist/types/charts.d.ts",
  "dist/types/node/entry.d.ts",
  "dist/worker.js",
  "src/browser/worker-source.ts",
  "src/kernels/wasm-binary.ts",
  "src/node/worker-source.ts",
];

/** Builds, unless the last build had the same inputs and its outputs are still there. */
export async function buildIfChanged() {
  const isBuilt = existsSync(stampPath) && outputs.every((path) => existsSync(join(root, path)));
  if (isBuilt && readFileSync(stampPath, "utf8") === inputHash(root)) return;
  await buildPackage();
}

export async function buildPackage() {
  console.log("Building ...");
  const began = performance.now();
  // Taken first: an input that changes while the build runs makes the next one build again.
  const inputs = inputHash(root);
  const dist = join(root, "dist");
  rmSync(stampPath, { force: true });
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);

  const { buildCore } = await import("./build-core.mjs");
  buildCore();
  const { buildWorkers } = await import("./build-workers.mjs");
  await buildWorkers();
  copyFileSync(join(root, "build", "core.wasm"), join(dist, "core.wasm"));
  const { bundle } = await import("./bundle.mjs");
  await bundle();
  const { emitDeclarations } = await import("./declarations.mjs");
  emitDeclarations();

  writeFileSync(stampPath, inputs);
  console.log(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
}
