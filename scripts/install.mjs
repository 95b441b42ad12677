// Installs the development packages when node_modules is not what package-lock.json asks for.
// A stamp in node_modules names the lock file it was made from; it is written last, so an interrupted install has none.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./root.mjs";

const lockPath = join(root, "package-lock.json");
const stampPath = join(root, "node_modules", ".wasmlp-lock-sha256");
/** npm's own record of what it has installed, written when it is done. */
const recordPath = join(root, "node_modules", ".package-lock.json");

export function installIfNeeded() {
  const lock = readFileSync(lockPath, "utf8");
  const wanted = createHash("sha256").update(lock).digest("hex");
  if (existsSync(stampPath) && readFileSync(stampPath, "utf8") === wanted) return;
  rmSync(stampPath, { force: true });
  if (!isInstalledByHand(lock)) runNpmCi();
  mkdirSync(dirname(stampPath), { recursive: true }); // npm makes none where there is nothing to install
  writeFileSync(stampPath, wanted);
}

/** Whether someone's own `npm install` has already put every package of the lock file in place. */
function isInstalledByHand(lock) {
  if (!existsSync(recordPath)) return false;
  try {
    const installed = JSON.parse(readFileSync(recordPath, "utf8")).packages;
    return Object.entries(JSON.parse(lock).packages).every(([path, wanted]) => {
      if (path === "") return true;
      const got = installed[path];
      return got ? got.integrity === wanted.integrity && got.version === wanted.version : wanted.optional === true;
    });
  } catch {
    return false;
  }
}

function runNpmCi() {
  console.log("Installing the development packages (npm ci, once; needs the network for about half a minute) ...");
  rmSync(recordPath, { force: true });
  const began = performance.now();
  const words = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath ?? "";
  const options = { cwd: root, stdio: ["ignore", "ignore", "inherit"] };
  // npm names its own script in npm_execpath; run it with this Node, which needs no shell on any system.
  const { status, error } = /npm-cli\.c?js$/.test(npm)
    ? spawnSync(process.execPath, [npm, ...words], options)
    : spawnSync(`npm ${words.join(" ")}`, { ...options, shell: true });
  if (error) throw new Error(`npm ci could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`npm ci ended with ${status ?? "a signal"}; its own message stands above`);
  console.log(`Installed in ${((performance.now() - began) / 1000).toFixed(0)} s.`);
}
