/** The built package in a real Chromium: the same bytes as in Node, with and without shared memory. */
import { beforeAll, describe, expect, it } from "vitest";
import * as node from "../../src/node/entry.js";
import { chromium } from "./chromium.js";
import { firefox, reportOfFirefox } from "./firefox.js";
import type { LargeFit } from "./large-fit.js";
import { callOnPage, type PageReport } from "./library-page.js";
import { hashesOf, type Run } from "./page.js";

beforeAll(() => {
  if (!chromium) console.warn("NO CHROMIUM FOUND: the browser tests do not run. Install one, or name it in CHROMIUM.");
});

const open = (runs: readonly Run[], isolated: boolean): Promise<PageReport> =>
  callOnPage("page", "hashesOf", [runs], { isolated });

it.runIf(process.env.CI === "true")("a browser is there in CI", () => {
  expect(chromium).toBeDefined();
});

describe.skipIf(!chromium)("Chromium", () => {
  it("trains to Node's bytes on one, two and three threads of a cross-origin isolated page", async () => {
    const [expected] = await hashesOf(node, [{ threads: 1 }]);
    const runs = [{ threads: 1 }, { threads: 2 }, { threads: 3 }, { background: true }];
    expect(await open(runs, true)).toEqual({ result: runs.map(() => expected), isolated: true });
  });

  it("trains to Node's bytes without isolation, on the page and in a worker, and says what threads would need", async () => {
    const [expected] = await hashesOf(node, [{ threads: 1 }]);
    const runs = [{ threads: 1 }, { background: true }, { threads: "auto" }] as const;
    expect(await open(runs, false)).toEqual({ result: runs.map(() => expected), isolated: false });
    const { error } = await open([{ threads: 2 }], false);
    expect(error).toMatch(/^unsupported: threads: expected a host with shared memory .* got none for 2 threads$/);
  });
});

it.skipIf(!firefox)("Firefox trains to Node's bytes without isolation, on the page and in a worker", async () => {
  const [expected] = await hashesOf(node, [{ threads: 1 }]);
  const runs = [{ threads: 1 }, { background: true }];
  const report = await callOnPage("page", "hashesOf", [runs], { isolated: false }, reportOfFirefox);
  expect(report).toEqual({ result: runs.map(() => expected), isolated: false });
});

describe.skipIf(!chromium)("a page that is not isolated", () => {
  const train = async (threads: "auto" | 1): Promise<LargeFit> =>
    (await callOnPage("large-fit", "trainLarge", [threads], { isolated: false })).result as LargeFit;

  // A crowded machine makes long tasks, too; it does not do so every time.
  it("stays free while a large fit trains in a worker: no task of more than 50 ms", { retry: 5 }, async () => {
    const { longTasksMs, medianGapMs, ticks, stopped } = await train("auto");
    expect(stopped).toBe("completed");
    expect(ticks).toBeGreaterThan(10);
    expect(medianGapMs).toBeLessThan(20);
    expect(longTasksMs).toEqual([]);
  });

  it("is kept busy, a slice at a time, where the fit is to be on one thread", async () => {
    expect((await train(1)).medianGapMs).toBeGreaterThan(20);
  });
});
