/** A search of the built package in a real Chromium: Node's table, on workers and without. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";
import * as node from "../../src/node/entry.js";
import { chromium, reportOf } from "./chromium.js";
import { tablesOf } from "./search-page.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

const page = (threads: readonly number[]): string => `<!doctype html><title>wasmlp</title><script type="module">
import * as library from "/wasmlp.js";
import { tablesOf } from "/page.js";
const report = await tablesOf(library, ${JSON.stringify(threads)}).then((tables) => ({ tables }), (error) => ({ error: error.message }));
await fetch("/report", { method: "POST", body: JSON.stringify(report) });
</script>`;

async function open(threads: readonly number[], isolated: boolean): Promise<unknown> {
  const entryPoints = [join(root, "test/browser/search-page.ts")];
  const { outputFiles } = buildSync({ entryPoints, bundle: true, format: "esm", write: false });
  const files = {
    "/": ["text/html", page(threads)],
    "/wasmlp.js": ["text/javascript", readFileSync(join(root, "dist/browser.js"), "utf8")],
    "/page.js": ["text/javascript", outputFiles[0]?.text as string],
  } as const;
  return JSON.parse(await reportOf({ files, isolated }));
}

describe.skipIf(!chromium)("Chromium", () => {
  it("searches to Node's table, two fits at a time and one, with and without shared memory", async () => {
    const [table] = await tablesOf(node, [2]);
    expect(await open([1, 2], true)).toEqual({ tables: [table, table] });
    expect(await open([1], false)).toEqual({ tables: [table] });
  });
});
