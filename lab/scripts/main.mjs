// `npm run lab`: installs, builds and serves the lab. `--dev` serves it from its sources, `--build` only builds
// lab/dist, `--port 5173` chooses the port.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { placeData } from "./data.mjs";
import { installLab } from "./install.mjs";
import { lab } from "./places.mjs";
import { serve } from "./server.mjs";

try {
  await main();
} catch (error) {
  console.error(`wasmlp lab: ${error.message}`);
  process.exitCode = 1;
}

async function main() {
  const { values } = parseArgs({
    options: { dev: { type: "boolean" }, build: { type: "boolean" }, port: { type: "string", default: "4173" } },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port: expected a number from 0 to 65535, got ${values.port}`);
  installLab();
  placeData();
  if (values.dev) return vite(["dev", "--port", String(port)]);
  vite(["build", "--logLevel", "warn"]);
  if (values.build) console.log(`The lab is in ${lab}/dist: a folder for any server.`);
  else await serveBuilt(port);
}

/** Runs vite in lab/; returns when it has ended. */
function vite(words) {
  const command = [process.execPath, `${lab}/node_modules/vite/bin/vite.js`, ...words, "--config", "vite-config.ts"];
  const { status } = spawnSync(command[0], command.slice(1), { cwd: lab, stdio: "inherit" });
  if (status) throw new Error(`vite ${words[0]} ended with ${status}`);
}

async function serveBuilt(port) {
  const { address } = await serve(`${lab}/dist`, { port }).catch((error) => {
    if (error.code !== "EADDRINUSE") throw error;
    console.log(`Port ${port} is taken; another it is.`);
    return serve(`${lab}/dist`);
  });
  console.log(`The lab is at ${address}  (Ctrl-C ends it)`);
}
