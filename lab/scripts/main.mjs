// `npm run lab`: installs, builds and serves the lab. `--dev` serves it from its sources, `--build` only builds
// lab/dist, `--test` tests what it built in a browser, `--check` checks its types, `--port 5173` chooses the port.
import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { placeData } from "./data.mjs";
import { installLab } from "./install.mjs";
import { placeModules } from "./modules.mjs";
import { lab, root } from "./places.mjs";
import { serve } from "./server.mjs";

try {
  await main();
} catch (error) {
  console.error(`wasmlp lab: ${error.message}`);
  process.exitCode = 1;
}

async function main() {
  const { values } = parseArgs({
    options: {
      dev: { type: "boolean" },
      build: { type: "boolean" },
      test: { type: "boolean" },
      check: { type: "boolean" },
      port: { type: "string", default: "4173" },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port: expected a number from 0 to 65535, got ${values.port}`);
  installLab();
  if (values.check) return checkTypes();
  placeData();
  placeModules();
  if (values.dev) return vite(["dev", "--port", String(port)]);
  vite(["build", "--logLevel", "warn"]);
  if (values.test) run(`${root}/node_modules/vitest/vitest.mjs`, ["run", "--config", "vitest-config.ts"]);
  else if (values.build) console.log(`The lab is in ${lab}/dist: a folder for any server.`);
  else await serveBuilt(port);
}

function checkTypes() {
  for (const project of [`${lab}/tsconfig.json`, `${lab}/test/tsconfig.json`])
    run(`${root}/node_modules/typescript/bin/tsc`, ["-p", project]);
}

function vite(words) {
  run(`${lab}/node_modules/vite/bin/vite.js`, [...words, "--config", "vite-config.ts"]);
}

/** Runs a script in lab/; returns when it has ended well. */
function run(script, words) {
  const { status } = spawnSync(process.execPath, [script, ...words], { cwd: lab, stdio: "inherit" });
  if (status) throw new Error(`${basename(script)} ${words[0]} ended with ${status}`);
}

async function serveBuilt(port) {
  const { address } = await serve(`${lab}/dist`, { port }).catch((error) => {
    if (error.code !== "EADDRINUSE") throw error;
    console.log(`Port ${port} is taken; another it is.`);
    return serve(`${lab}/dist`);
  });
  console.log(`The lab is at ${address}  (Ctrl-C ends it)`);
}
