/**
 * A Chromium from npm for machines of Linux on x64 that have none and no root to install one: @sparticuz/chromium, in a
 * package of its own. It brings the browser and the libraries that a bare system lacks, both compressed with Brotli.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import { installPackages } from "../installed-packages.js";

const folder = fileURLToPath(new URL("chromium", import.meta.url));
const unpacked = `${folder}/node_modules/.unpacked`;

/** Where it is once it is unpacked. */
export const packagedChromium: string = `${unpacked}/chromium`;
/** What it needs in LD_LIBRARY_PATH. */
export const packagedLibraries: string = `${unpacked}/lib`;

/** Installs and unpacks it. Returns what went wrong, if anything. */
export function installChromium(): string | undefined {
  if (existsSync(packagedChromium)) return undefined;
  if (process.platform !== "linux" || process.arch !== "x64")
    return `there is none in npm for ${process.platform} on ${process.arch}`;
  const failure = installPackages(folder, "a Chromium from npm; about 75 MB");
  if (failure !== undefined) return failure;
  const packed = (name: string): Buffer =>
    brotliDecompressSync(readFileSync(`${folder}/node_modules/@sparticuz/chromium/bin/${name}.br`));
  mkdirSync(unpacked, { recursive: true });
  execFileSync("tar", ["-x", "-C", unpacked], { input: packed("al2023.tar") });
  // Under its name only when it is whole.
  writeFileSync(`${packagedChromium}.part`, packed("chromium"));
  chmodSync(`${packagedChromium}.part`, 0o755);
  renameSync(`${packagedChromium}.part`, packagedChromium);
  return undefined;
}
