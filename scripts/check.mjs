// Runs every check that is not a test: types, style, unused code, the package as its users' tools will see it.
// Prints what a failing check said; exits with the number of checks that failed.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { root } from "./root.mjs";

const folder = mkdtempSync(join(tmpdir(), "wasmlp-check-"));
const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const tarball = join(folder, `${name}-${version}.tgz`);

const checks = {
  "types (tsc)": "tsc -p tsconfig.json",
  "types of the browser's half, without Node's (tsc)": "tsc -p tsconfig.browser.json",
  "style (biome)": "biome check --error-on-warnings",
  "unused files, exports and packages (knip)": "knip --no-progress",
  "package (npm pack)": `npm pack --ignore-scripts --silent --pack-destination "${folder}"`,
  "package.json against the files (publint)": `publint run "${tarball}" --strict`,
  "types as each resolution finds them (attw)": `attw "${tarball}" --profile esm-only --exclude-entrypoints core.wasm worker --no-emoji`,
};

let failed = 0;
try {
  for (const [what, command] of Object.entries(checks)) if (!passes(what, command)) failed++;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(failed === 0 ? "All checks passed." : `${failed} of ${Object.keys(checks).length} checks failed.`);
process.exitCode = failed;

function passes(what, command) {
  const began = performance.now();
  const path = [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  // A shell, because on Windows these commands are scripts.
  const options = { cwd: root, encoding: "utf8", env: { ...process.env, PATH: path }, shell: true };
  const { status, stdout, stderr } = spawnSync(command, options);
  console.log(`${status === 0 ? "ok    " : "failed"} ${what}, ${((performance.now() - began) / 1000).toFixed(1)} s`);
  if (status !== 0) console.log(`$ ${command}\n${stdout}${stderr}`);
  return status === 0;
}
