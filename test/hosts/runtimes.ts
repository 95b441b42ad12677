/** The runtimes that tests start besides this one: Node's lines, Deno and Bun, from npm, in a package of their own. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { installPackages } from "../installed-packages.js";

export interface Runtime {
  readonly name: string;
  readonly path: string;
  /** What stands between the program and the script. */
  readonly words: readonly string[];
  /** Why it is not here. */
  readonly missing?: string;
}

const folder = fileURLToPath(new URL(".", import.meta.url)).replace(/[\\/]$/, "");
const inPackages = (path: string): string => `${folder}/node_modules/${path}`;

const ALL: readonly Runtime[] = [
  ...[20, 22, 24, 26].map((line) => ({ name: `Node ${line}`, path: inPackages(`node-${line}/bin/node`), words: [] })),
  { name: "Deno", path: inPackages("@deno/linux-x64-glibc/deno"), words: ["run", "--allow-all"] },
  { name: "Bun", path: inPackages("@oven/bun-linux-x64/bin/bun"), words: [] },
];

/** All of them, installed when they were not; on a system that npm has no such packages for, this Node stands alone. */
export function installRuntimes(): readonly Runtime[] {
  const failure =
    process.platform === "linux" && process.arch === "x64"
      ? installPackages(folder, "Node 20 to 26, Deno and Bun; about 750 MB")
      : `the packages of test/hosts are for Linux on x64, this is ${process.platform} on ${process.arch}`;
  const here = { name: `Node ${process.versions.node.split(".")[0]}`, path: process.execPath, words: [] };
  return ALL.map((runtime) => {
    if (existsSync(runtime.path)) return runtime;
    return runtime.name === here.name ? here : { ...runtime, missing: failure ?? `${runtime.path} is not there` };
  });
}

/** "20.20.2", as it says itself. */
export function versionOfRuntime({ path }: Runtime): string {
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  return /\d+\.\d+\.\d+/.exec(stdout ?? "")?.[0] ?? "";
}
