/** The built package in real browsers has the golden bits on one to four threads, and without shared memory. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { mnist } from "../../src/node/entry.js";
import { type Digits, GOLDEN, runsOf } from "../matrix/golden.js";
import { goldenSite, type PageReport } from "../matrix/golden-site.js";
import { browsers } from "./browsers.js";

const library = fileURLToPath(new URL("../../dist/browser.js", import.meta.url));

async function digits(): Promise<Digits> {
  const { train } = await mnist.load();
  return { pixels: train.features as Uint8Array, labels: train.labels as Uint8Array };
}

for (const { name, path, reportOf } of browsers)
  describe.skipIf(!path)(name, () => {
    it.each([
      [true, [1, 2, 3, 4]],
      [false, [1]],
    ])("trains to the golden bits; isolated: %s, threads %j", async (isolated, threads) => {
      const runs = runsOf(threads);
      const report = JSON.parse(await reportOf(goldenSite(library, await digits(), runs, isolated))) as PageReport;
      expect(report.isolated).toBe(isolated);
      expect(report.outcomes.map(({ sums, error }) => error ?? sums)).toEqual(runs.map(({ rows }) => GOLDEN[rows]));
    });
  });
