/** Packages that only one command needs: in a folder with a lock file of its own, installed when that command runs. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/**
 * Installs what the lock file in `folder` asks for, unless it is there. Without install scripts: they download or build,
 * and nothing used here needs what they bring. Returns what went wrong, if anything.
 * @param what is said while it is fetched
 */
export function installPackages(folder: string, what: string): string | undefined {
  const stamp = `${folder}/node_modules/.lock-sha256`;
  const wanted = createHash("sha256")
    .update(readFileSync(`${folder}/package-lock.json`))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return undefined;
  console.log(`Installing ${what} into ${folder} (npm ci, once) ...`);
  const words = "npm ci --ignore-scripts --no-audit --no-fund --loglevel=error";
  const { status, stderr } = spawnSync(words, { cwd: folder, shell: true, encoding: "utf8" });
  if (status !== 0) return `npm ci ended with ${status}: ${stderr.trim().split("\n").at(-1)}`;
  writeFileSync(stamp, wanted);
  return undefined;
}
