/** Installs the packages of bench/peers when they are not what its lock file asks for. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const peers = fileURLToPath(new URL("../peers", import.meta.url));
const stamp = `${peers}/node_modules/.lock-sha256`;

/**
 * Without install scripts: those of two packages download, and neither needs what they bring. Returns what went wrong,
 * if anything; rivals that are not there then say so themselves.
 */
export function installPeers(): string | undefined {
  const wanted = createHash("sha256")
    .update(readFileSync(`${peers}/package-lock.json`))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return undefined;
  console.log("Installing the rivals into bench/peers (npm ci, once; about 700 MB) ...");
  const words = "npm ci --ignore-scripts --no-audit --no-fund --loglevel=error";
  const { status, stderr } = spawnSync(words, { cwd: peers, shell: true, encoding: "utf8" });
  if (status !== 0) return `npm ci ended with ${status}: ${stderr.trim().split("\n").at(-1)}`;
  writeFileSync(stamp, wanted);
  return undefined;
}
