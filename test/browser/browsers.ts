/** The browsers of this machine, alike. */
import { execFileSync } from "node:child_process";
import { chromium, reportOf } from "./chromium.js";
import { packagedChromium, packagedLibraries } from "./chromium-package.js";
import { firefox, reportOfFirefox } from "./firefox.js";
import type { Site } from "./page-driver.js";

export interface Browser {
  readonly name: string;
  /** Where it is, or nothing. */
  readonly path: string | undefined;
  /** Opens `/` of the site; resolves with what the page POSTs to `/report`. */
  readonly reportOf: (site: Site) => Promise<string>;
}

export const browsers: readonly Browser[] = [
  { name: "Chromium", path: chromium, reportOf },
  { name: "Firefox", path: firefox, reportOf: reportOfFirefox },
];

/** As the browser itself says, "156.0.8078.79". */
export function versionOf({ path }: Browser): string {
  if (path === undefined) return "";
  const env = path === packagedChromium ? { ...process.env, LD_LIBRARY_PATH: packagedLibraries } : process.env;
  const said = execFileSync(path, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], env });
  return /\d[\w.]+/.exec(said)?.[0] ?? said.trim();
}
