/**
 * A real Chromium: one that CHROMIUM names, one of the system, or one from npm, which `npm run test:browser` installs
 * where there is none (chromium-package.ts).
 */
import { existsSync } from "node:fs";
import { packagedChromium, packagedLibraries } from "./chromium-package.js";
import { type Launch, openPage, type Site } from "./page-driver.js";

const PLACES = [
  process.env.CHROMIUM ?? "",
  ...["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].map((name) => `/usr/bin/${name}`),
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  packagedChromium,
];

/** Its path, or nothing. */
export const chromium: string | undefined = PLACES.find((path) => path !== "" && existsSync(path));

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Opens `/` of the site in Chromium; resolves with what the page POSTs to `/report`. `flags` are given beside the usual ones. */
export function reportOf(
  site: Site,
  { flags = [], ...watch }: Pick<Launch, "onStart" | "patienceMs"> & { flags?: readonly string[] } = {},
): Promise<string> {
  const launch: Launch = {
    name: "Chromium",
    path: chromium as string,
    ...watch,
    flags: (profile) => [...FLAGS, ...flags, `--user-data-dir=${profile}`],
    ...(chromium === packagedChromium && { environment: { LD_LIBRARY_PATH: packagedLibraries } }),
  };
  return openPage(launch, site);
}
