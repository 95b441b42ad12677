/** A page that calls a function of a test's module with the built library, and reports what comes of it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { reportOf } from "./chromium.js";
import type { Site } from "./page-driver.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What a call gave: its result, or `code: message` of its error. */
export interface PageReport {
  readonly result?: unknown;
  readonly error?: string;
  /** Whether the page could share memory. */
  readonly isolated: boolean;
}

/**
 * Calls `name(library, ...words)` of test/browser/`module`.ts on a page of its own.
 * @param site isolated or not; more files and headers
 * @param open what opens it; default: Chromium
 */
export async function callOnPage(
  module: string,
  name: string,
  words: readonly unknown[],
  site: Omit<Site, "files"> & Partial<Pick<Site, "files">>,
  open: (site: Site) => Promise<string> = reportOf,
): Promise<PageReport> {
  const main = `import * as library from "/wasmlp.js";
import { ${name} } from "/page.js";
const report = await (async () => ${name}(library, ...${JSON.stringify(words)}))().then(
  (result) => ({ result, isolated: crossOriginIsolated }),
  (error) => ({ error: error.code + ": " + error.message, isolated: crossOriginIsolated }),
);
await fetch("/report", { method: "POST", body: JSON.stringify(report) });`;
  const entryPoints = [join(root, "test/browser", `${module}.ts`)];
  const { outputFiles } = buildSync({ entryPoints, bundle: true, format: "esm", write: false });
  const files: Site["files"] = {
    "/": ["text/html", '<!doctype html><title>wasmlp</title><script type="module" src="/main.js"></script>'],
    "/main.js": ["text/javascript", main],
    "/wasmlp.js": ["text/javascript", readFileSync(join(root, "dist/browser.js"), "utf8")],
    "/page.js": ["text/javascript", outputFiles[0]?.text as string],
    ...site.files,
  };
  return JSON.parse(await open({ ...site, files })) as PageReport;
}
