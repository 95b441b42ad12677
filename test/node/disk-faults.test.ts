/**
 * Disks that fill up in the middle of a file, that are read-only, that belong to someone else: what is written ends with
 * `io`, what was there before stays whole, and nothing is left beside it.
 */
import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeTinyDigits } from "../cli/tiny-digits.js";

const root = mkdtempSync(join(tmpdir(), "wasmlp-disk-"));
const script = join(root, "job.mjs");
const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const OLD = "what was there before";
let number = 0;

beforeAll(() => {
  chmodSync(root, 0o755); // so that another user may read the script
  const entryPoints = [fileURLToPath(new URL("disk-job.ts", import.meta.url))];
  buildSync({ entryPoints, bundle: true, platform: "node", format: "esm", outfile: script });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A directory with an old file in it. */
function directoryWithOld(): string {
  const directory = join(root, String(number++));
  mkdirSync(directory);
  writeFileSync(join(directory, "file"), OLD);
  return directory;
}

/** What a shell command says; `$0` in it is Node, `$1` the script, `$2` the job, `$3` the directory. */
function said(shell: string, job: string, directory: string, options: SpawnSyncOptions = {}): string {
  const words = ["-c", shell, process.execPath, script, job, directory];
  const { stdout, stderr } = spawnSync("sh", words, { encoding: "utf8", timeout: 30_000, ...options });
  return `${stdout}${stderr}`.trim();
}

/** Whether this system lets us mount a small disk of our own, out of everybody's sight. */
const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;
const isRoot = process.getuid?.() === 0;
const RUN = 'exec "$0" "$1" "$2" "$3"';

describe.skipIf(process.platform === "win32")("a disk", () => {
  it.each(["model", "text"])("that takes 64 KiB of a file: a %s is refused, the old file stays", (job) => {
    const directory = directoryWithOld();
    // Blocks are of 512 bytes in POSIX, of 1024 in some shells.
    expect(said(`ulimit -f 64; ${RUN}`, job, directory)).toMatch(
      /^io \/.*\/file: expected a file that can be written, got .*(EFBIG|too large)/,
    );
    expect(readdirSync(directory)).toEqual(["file"]);
    expect(readFileSync(join(directory, "file"), "utf8")).toBe(OLD);
  });

  it("that takes nothing: a download is refused and leaves an empty cache", () => {
    const directory = directoryWithOld();
    expect(said(`ulimit -f 0; ${RUN}`, "download", directory)).toMatch(
      /^io .*tiny.*: expected a file that can be written/,
    );
    expect(readdirSync(directory)).toEqual(["file", "tiny"]);
    expect(readdirSync(join(directory, "tiny"))).toEqual([]);
  });

  it.skipIf(!canMount).each(["model", "text"])("that is full: a %s is refused, the old file stays", (job) => {
    const directory = directoryWithOld();
    const mount = 'mount -t tmpfs -o size=64k tmpfs "$3"; echo old > "$3/file"; ';
    const look = 'echo; ls -A "$3"; cat "$3/file"';
    const lines = said(`unshare -rm sh -c '${mount} "$0" "$1" "$2" "$3"; ${look}' "$0" "$1" "$2" "$3"`, job, directory);
    expect(lines).toMatch(/^io .*: expected a file that can be written, got no space left on the device \(ENOSPC\)\n/);
    expect(lines.split("\n").slice(-2)).toEqual(["file", "old"]);
  });

  it.skipIf(!canMount).each(["model", "download"])("that is read-only: a %s is refused", (job) => {
    const directory = directoryWithOld();
    const mount = 'mount -t tmpfs -o ro tmpfs "$3"; ';
    const line = said(`unshare -rm sh -c '${mount} exec "$0" "$1" "$2" "$3"' "$0" "$1" "$2" "$3"`, job, directory);
    expect(line).toMatch(/^io .*: expected .*, got a read-only file system \(EROFS\)$/);
  });

  it.skipIf(!isRoot).each(["model", "download"])("of another user: a %s is refused", (job) => {
    const directory = directoryWithOld();
    expect(said(RUN, job, directory, { uid: 65534 })).toMatch(/^io .*: expected .*, got no permission \(EACCES\)$/);
    expect(readdirSync(directory)).toEqual(["file"]);
    expect(readFileSync(join(directory, "file"), "utf8")).toBe(OLD);
  });

  it("that works takes all of them", () => {
    for (const job of ["model", "text", "download"]) expect(said(RUN, job, directoryWithOld())).toBe("done");
  });
});

describe.skipIf(process.platform === "win32")("a run on a disk that fills up", () => {
  it("keeps the model where only the report is refused, says so in one line, and exits with 1", () => {
    const data = join(root, "data");
    writeTinyDigits(data);
    const directory = join(root, "run");
    const words = ["--data-dir", data, "--split", "standard", "--epochs", "1", "--hidden", "4", "--out", directory];
    const { NO_COLOR, FORCE_COLOR, WASMLP_DEBUG, ...env } = process.env;
    // The model is of 13 kB, the report of more than 64.
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", 'ulimit -f 64; exec "$0" "$@"', process.execPath, "--import", "tsx", main, "train", ...words],
      { encoding: "utf8", env, timeout: 60_000 },
    );
    expect(stderr).toMatch(/^wasmlp: .*report\.html: expected a file that can be written, got .*\n$/);
    expect(status).toBe(1);
    expect(readdirSync(directory).sort()).toEqual(["history.json", "model.safetensors"]);
    expect(JSON.parse(readFileSync(join(directory, "history.json"), "utf8")).epochs).toHaveLength(1);
    expect(existsSync(join(directory, "model.safetensors"))).toBe(true);
  });
});
