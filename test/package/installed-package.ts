/** The package as a stranger gets it: packed, installed into an empty folder, no network, nothing beside it. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root: string = fileURLToPath(new URL("../..", import.meta.url));

export interface InstalledPackage {
  /** The stranger's folder. */
  readonly folder: string;
  /** What the tarball holds, sorted, without the leading `package/`. */
  readonly packedFiles: readonly string[];
  /** Writes a file into the folder. */
  write(path: string, text: string): void;
  /** Runs Node in the folder; gives what it printed, or throws with what it said. */
  node(...words: string[]): string;
  remove(): void;
}

/** Brings dist/ up to date, packs it and installs the tarball. */
export function installPackage(): InstalledPackage {
  run(process.execPath, [join(root, "scripts", "setup.mjs")], root);
  // A space in the path, because users have them.
  const folder = mkdtempSync(join(tmpdir(), "wasmlp package "));
  const packed = JSON.parse(npm(["pack", "--ignore-scripts", "--json", "--pack-destination", folder], root));
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) as string;
  writeFileSync(join(folder, "package.json"), '{ "name": "stranger", "private": true, "type": "module" }');
  npm(["install", `./${tarball}`, "--offline", "--no-audit", "--no-fund"], folder);
  return {
    folder,
    packedFiles: packedPaths(packed).sort(),
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    node: (...words) => run(process.execPath, words, folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** npm prints a list of packages, newer versions of it an object by their names. */
function packedPaths(packed: unknown): string[] {
  const [first] = Object.values(packed as object) as { files: { path: string }[] }[];
  return (first as { files: { path: string }[] }).files.map(({ path }) => path);
}

function npm(words: string[], cwd: string): string {
  const script = process.env.npm_execpath ?? "";
  if (/npm-cli\.c?js$/.test(script)) return run(process.execPath, [script, ...words], cwd);
  const quoted = words.map((word) => JSON.stringify(word)).join(" ");
  return execFileSync(`npm ${quoted}`, { cwd, encoding: "utf8", shell: true, stdio: ["ignore", "pipe", "pipe"] });
}

function run(program: string, words: string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
