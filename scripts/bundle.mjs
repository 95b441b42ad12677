// Bundles src/ into self-contained ESM files: dist/node.js, browser.js, worker.js, charts.js and cli.js.
// Everything a bundle needs is inside it; what may be left outside is checked here.
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "./root.mjs";
import { thirdPartyLicenses } from "./third-party-licenses.mjs";

const shared = {
  absWorkingDir: root,
  // fflate's half for Node asks for worker_threads as it loads; nothing here uses its workers.
  alias: { fflate: "fflate/browser" },
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
};

const library = { ...shared, target: "es2022", supported: { "top-level-await": false } };

// commander is CommonJS, whose require calls need a require.
const cliBanner = `#!/usr/bin/env node
import { createRequire as createRequireOfCli } from "node:module";
const require = createRequireOfCli(import.meta.url);`;

/**
 * What stands first in the browser's file, in this order. gzip looks back 32 kB: the module's text in the middle would part
 * what is alike, and the worker's source is like the files it was made from. Measured: 1.5 kB of an app that trains.
 */
const browserFirst = [
  "src/browser/datasets.ts",
  "src/kernels/wasm-binary.ts",
  "src/memory/join.ts",
  "src/memory/pieces.ts",
  "src/network/step.ts",
  "src/evaluation/answers.ts",
  "src/threads/slices.ts",
  "src/browser/worker-source.ts",
];

export async function bundle() {
  const metafiles = [
    await bundleOne("dist/node.js", /^node:/, { ...library, entryPoints: ["src/node/entry.ts"], platform: "node" }),
    await bundleOne("dist/browser.js", /^$/, {
      ...library,
      alias: { ...shared.alias, "@assemblyscript/loader": "./src/browser/loader.ts" },
      entryPoints: ["src/browser/entry.ts"],
      inject: browserFirst,
      minify: true,
      platform: "browser",
    }),
    await bundleOne("dist/worker.js", /^$/, {
      ...library,
      entryPoints: ["src/browser/worker-main.ts"],
      minify: true,
      platform: "browser",
    }),
    await bundleOne("dist/charts.js", /^$/, { ...library, entryPoints: ["src/charts.ts"], platform: "neutral" }),
    await bundleOne("dist/cli.js", /^node:/, {
      ...shared,
      banner: { js: cliBanner },
      entryPoints: ["src/cli/main.ts"],
      keepNames: true,
      minify: true,
      platform: "node",
      target: "node20.19",
    }),
  ];
  chmodSync(join(root, "dist", "cli.js"), 0o755);
  writeFileSync(join(root, "dist", "third-party-licenses.txt"), thirdPartyLicenses(metafiles));
}

/** @throws Error when the bundle imports something that `mayImport` does not match. */
async function bundleOne(outfile, mayImport, options) {
  const { metafile } = await build({ ...options, outfile }).catch((error) => {
    throw new Error(`${outfile} did not bundle: ${error.message}`);
  });
  for (const { path } of metafile.outputs[outfile].imports)
    if (!mayImport.test(path)) throw new Error(`${outfile}: expected a self-contained file, got an import of ${path}`);
  return metafile;
}
