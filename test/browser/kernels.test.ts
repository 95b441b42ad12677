/**
 * The tests of the kernels and of whole networks, performed by real browsers: WASM leaves the bytes that the reference
 * leaves there too, and relaxed sums keep their bound. One test here for each test there.
 */
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { describe, expect, it } from "vitest";
import { mnist } from "../../src/node/entry.js";
import { type Browser, browsers } from "./browsers.js";
import type { SuiteReport } from "./kernels-page.js";
import { PAGE_ROWS } from "./page-mnist.js";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What the tests import of Node and of vitest, and what stands for it on a page. */
const forPages: Plugin = {
  name: "for pages",
  setup({ onResolve }) {
    onResolve({ filter: /^vitest$/ }, () => ({ path: here("page-suite.ts") }));
    onResolve({ filter: /^node:v8$/ }, () => ({ path: here("page-flags.ts") }));
    onResolve({ filter: /\/src\/node\/datasets\.js$/ }, () => ({ path: here("page-mnist.ts") }));
  },
};

async function script(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [here("kernels-page.ts")],
    bundle: true,
    format: "esm",
    write: false,
    plugins: [forPages],
  });
  return outputFiles[0]?.text as string;
}

async function reportFrom({ reportOf }: Browser): Promise<SuiteReport> {
  const { train } = await mnist.load({ split: "standard" });
  const files = {
    "/": ["text/html", '<!doctype html><title>wasmlp</title><script type="module" src="/tests.js"></script>'],
    "/tests.js": ["text/javascript", await script()],
    "/pixels": ["application/octet-stream", (train.features as Uint8Array).subarray(0, 784 * PAGE_ROWS)],
    "/labels": ["application/octet-stream", (train.labels as Uint8Array).subarray(0, PAGE_ROWS)],
  } as const;
  return JSON.parse(await reportOf({ files, isolated: true })) as SuiteReport;
}

for (const browser of browsers) {
  if (browser.path === undefined)
    console.warn(
      `NO ${browser.name.toUpperCase()} FOUND: its tests do not run. \`npm run test:browser\` gets a Chromium.`,
    );
  // Asked before the tests are declared, which have the names that the page tells.
  const report = browser.path === undefined ? undefined : await reportFrom(browser);
  describe.skipIf(!report)(browser.name, () => {
    it("performs the tests of every file", () => {
      expect(report).not.toHaveProperty("error");
      expect(Object.keys(report?.files ?? {}).length).toBeGreaterThanOrEqual(report?.relaxed ? 7 : 5);
      for (const [file, results] of Object.entries(report?.files ?? {}))
        expect(results.length, file).toBeGreaterThan(2);
    });

    it.skipIf(browser.name !== "Chromium")("has relaxed SIMD", () => {
      expect(report?.relaxed).toBe(true);
    });

    for (const [file, results] of Object.entries(report?.files ?? {}))
      describe(file, () => {
        for (const { name, error } of results)
          it(name, () => {
            if (error !== undefined) throw new Error(error);
          });
      });
  });
}
