/** Where consumers live while they are tried: copies in build/consumers, with the packed package and their tools beside. */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pageScript } from "../browser/page-script.js";
import { installPackages } from "../installed-packages.js";
import { installPackage, root } from "../package/installed-package.js";
import type { Consumer } from "./consumers.js";

const home = fileURLToPath(new URL(".", import.meta.url));
const staging = join(root, "build", "consumers");
const FILES_OF_PACKAGES = ["package.json", "package-lock.json", ".npmrc"];

/** Declarations for the consumer in TypeScript. */
const DECLARATIONS = "export declare function report(library: object): Promise<void>;\n";

/** Installs the tools and the package. Returns what went wrong, if anything. */
export function stage(consumers: readonly Consumer[]): string | undefined {
  const folders = consumers.some(({ from }) => from === "next") ? ["", "next"] : [""];
  for (const folder of folders) {
    mkdirSync(join(staging, folder), { recursive: true });
    for (const name of FILES_OF_PACKAGES) copyFileSync(join(home, folder, name), join(staging, folder, name));
    const failure = installPackages(join(staging, folder), folder === "" ? "bundlers; 115 MB" : "Next; 340 MB");
    if (failure !== undefined) return failure;
  }
  const stranger = installPackage();
  for (const folder of folders) {
    const target = join(staging, folder, "node_modules", "wasmlp");
    rmSync(target, { recursive: true, force: true });
    cpSync(join(stranger.folder, "node_modules", "wasmlp"), target, { recursive: true });
  }
  stranger.remove();
  return undefined;
}

/** A fresh copy of a consumer's files; what it has installed stays. Returns its folder. */
export function freshCopy({ name, from }: Consumer): string {
  const folder = join(staging, name);
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(folder))
    if (entry !== "node_modules" && !FILES_OF_PACKAGES.includes(entry))
      rmSync(join(folder, entry), { recursive: true, force: true });
  for (const entry of readdirSync(join(home, from)))
    if (entry !== "node_modules") cpSync(join(home, from, entry), join(folder, entry), { recursive: true });
  const app = existsSync(join(folder, "app")) ? join(folder, "app") : folder;
  writeFileSync(join(app, "training.js"), pageScript("test/consumers/training.ts"));
  writeFileSync(join(app, "training.d.ts"), DECLARATIONS);
  return folder;
}

/** What a command of a consumer runs with: its own tools, the shared ones, the compiler. */
export function environmentOf(folder: string): NodeJS.ProcessEnv {
  const { NODE_ENV: _, ...environment } = process.env;
  const bins = [folder, staging, root].map((place) => join(place, "node_modules", ".bin"));
  const path = [...bins, process.env.PATH].join(delimiter);
  return { ...environment, PATH: path, NEXT_TELEMETRY_DISABLED: "1" };
}

/** The version that is installed. */
export function versionOfTool({ tool, from }: Consumer): string {
  if (tool === undefined) return "";
  const places = [join(staging, from), staging, root].map((place) => join(place, "node_modules", tool, "package.json"));
  const found = places.find((path) => existsSync(path));
  return found === undefined ? "" : (JSON.parse(readFileSync(found, "utf8")).version as string);
}

const TYPES: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript", css: "text/css" };

/** The files below a folder by the path of a site, and its page at `/`. */
export function siteFiles(folder: string, page: string): Record<string, readonly [string, Uint8Array]> {
  const files: Record<string, readonly [string, Uint8Array]> = {};
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!statSync(join(folder, path)).isFile()) continue;
    const type = TYPES[path.split(".").at(-1) as string] ?? "application/octet-stream";
    files[`/${path.replaceAll("\\", "/")}`] = [type, readFileSync(join(folder, path))];
  }
  files["/"] = ["text/html", readFileSync(page)];
  return files;
}

/** The package itself, for a page that has no bundler. */
export function packageFiles(): Record<string, readonly [string, Uint8Array]> {
  const path = "node_modules/wasmlp/dist/browser.js";
  return { [`/${path}`]: ["text/javascript", readFileSync(join(staging, path))] };
}
