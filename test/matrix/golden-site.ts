/** A site whose page performs golden runs with the package's half for browsers, and reports what came of them. */
import { readFileSync } from "node:fs";
import type { Site } from "../browser/page-driver.js";
import { pageScript } from "../browser/page-script.js";
import type { Digits, Outcome, Run } from "./golden.js";

/** What the page reports. */
export interface PageReport {
  readonly isolated: boolean;
  readonly outcomes: readonly Outcome[];
}

/** @param library the path of browser.js */
export function goldenSite(library: string, { pixels, labels }: Digits, runs: readonly Run[], isolated: boolean): Site {
  return {
    isolated,
    files: {
      "/": ["text/html", page(runs)],
      "/wasmlp.js": ["text/javascript", readFileSync(library, "utf8")],
      "/golden.js": ["text/javascript", pageScript("test/matrix/golden.ts")],
      "/pixels": ["application/octet-stream", pixels],
      "/labels": ["application/octet-stream", labels],
    },
  };
}

const page = (runs: readonly Run[]): string => `<!doctype html><title>wasmlp</title><script type="module">
import * as library from "/wasmlp.js";
import { outcomesOf } from "/golden.js";
const read = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
const digits = { pixels: await read("/pixels"), labels: await read("/labels") };
const outcomes = await outcomesOf(library, digits, ${JSON.stringify(runs)});
await fetch("/report", { method: "POST", body: JSON.stringify({ isolated: crossOriginIsolated, outcomes }) });
</script>`;
