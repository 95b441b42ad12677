// Installs the packages of lab/ when they are not what its lock file asks for. A stamp in node_modules names the lock
// file they were made from; it is written last, so an interrupted install has none.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { lab } from "./places.mjs";

const stamp = `${lab}/node_modules/.lock-sha256`;

export function installLab() {
  const wanted = createHash("sha256")
    .update(readFileSync(`${lab}/package-lock.json`))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("Installing the packages of the lab (npm ci, once; about 50 MB) ...");
  const words = "npm ci --ignore-scripts --no-audit --no-fund --loglevel=error";
  const { status, stderr } = spawnSync(words, { cwd: lab, shell: true, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ci in lab/ ended with ${status}: ${stderr.trim().split("\n").at(-1)}`);
  writeFileSync(stamp, wanted);
}
