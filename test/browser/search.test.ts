/** A search of the built package in a real Chromium: Node's table, on workers and without. */
import { describe, expect, it } from "vitest";
import * as node from "../../src/node/entry.js";
import { chromium } from "./chromium.js";
import { callOnPage } from "./library-page.js";
import { tablesOf } from "./search-page.js";

const open = async (threads: readonly number[], isolated: boolean): Promise<unknown> =>
  (await callOnPage("search-page", "tablesOf", [threads], { isolated })).result;

describe.skipIf(!chromium)("Chromium", () => {
  it("searches to Node's table, two fits at a time and one, with and without shared memory", async () => {
    const [table] = await tablesOf(node, [2]);
    expect(await open([1, 2], true)).toEqual([table, table]);
    expect(await open([1], false)).toEqual([table]);
  });
});
