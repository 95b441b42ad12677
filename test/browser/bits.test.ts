/** The built package in a real Chromium: the same bytes as in Node, with and without shared memory. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import * as node from "../../src/node/entry.js";
import { chromium, reportOf } from "./chromium.js";
import { hashesOf } from "./page.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

const page = (threads: readonly number[]): string => `<!doctype html><title>wasmlp</title><script type="module">
import * as library from "/wasmlp.js";
import { hashesOf } from "/page.js";
const report = await hashesOf(library, ${JSON.stringify(threads)}).then(
  (hashes) => ({ hashes, isolated: crossOriginIsolated }),
  (error) => ({ error: error.code + ": " + error.message, isolated: crossOriginIsolated }),
);
await fetch("/report", { method: "POST", body: JSON.stringify(report) });
</script>`;

interface Report {
  readonly hashes?: string[];
  readonly error?: string;
  readonly isolated: boolean;
}

let script: string;
beforeAll(() => {
  if (!chromium) console.warn("NO CHROMIUM FOUND: the browser tests do not run. Install one, or name it in CHROMIUM.");
  const { outputFiles } = buildSync({
    entryPoints: [join(root, "test/browser/page.ts")],
    bundle: true,
    format: "esm",
    write: false,
  });
  script = outputFiles[0]?.text as string;
});

async function open(threads: readonly number[], isolated: boolean): Promise<Report> {
  const files = {
    "/": ["text/html", page(threads)],
    "/wasmlp.js": ["text/javascript", readFileSync(join(root, "dist/browser.js"), "utf8")],
    "/page.js": ["text/javascript", script],
  } as const;
  return JSON.parse(await reportOf({ files, isolated })) as Report;
}

it.runIf(process.env.CI === "true")("a browser is there in CI", () => {
  expect(chromium).toBeDefined();
});

describe.skipIf(!chromium)("Chromium", () => {
  it("trains to Node's bytes on one, two and three threads of a cross-origin isolated page", async () => {
    const [expected] = await hashesOf(node, [1]);
    const { hashes, error, isolated } = await open([1, 2, 3], true);
    expect(error).toBeUndefined();
    expect(isolated).toBe(true);
    expect(hashes).toEqual([expected, expected, expected]);
  });

  it("trains to Node's bytes without isolation, and says what threads would need", async () => {
    const [expected] = await hashesOf(node, [1]);
    const { hashes, isolated } = await open([1], false);
    expect(isolated).toBe(false);
    expect(hashes).toEqual([expected]);
    const { error } = await open([2], false);
    expect(error).toMatch(/^unsupported: threads: expected a host with shared memory .* got none for 2 threads$/);
  });
});
