/** Work that is iterated, awaited, left or stopped. */
import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { mapRunning, type Running, startRunning } from "../../src/selection/running.js";
import { failureOf, partsOf } from "./blobs.js";

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

/** Counts to `end`, one number a turn; gives the numbers counted, and whether it was stopped. */
function counting(
  end: number,
  signal?: AbortSignal,
): { running: Running<number, { counted: number; isStopped: boolean }>; starts: () => number } {
  let starts = 0;
  const running = startRunning<number, { counted: number; isStopped: boolean }>(async (emit, stop) => {
    starts++;
    let counted = 0;
    while (counted < end && !stop.signal.aborted) {
      await turn();
      emit(++counted);
    }
    return { counted, isStopped: stop.signal.aborted };
  }, signal);
  return { running, starts: () => starts };
}

describe("running work", () => {
  it("begins when it is first iterated or awaited, once", async () => {
    const { running, starts } = counting(3);
    await turn();
    expect(starts()).toBe(0);
    expect(await running).toEqual({ counted: 3, isStopped: false });
    expect(await partsOf(running)).toEqual([1, 2, 3]);
    expect(await partsOf(running)).toEqual([1, 2, 3]);
    expect(starts()).toBe(1);
  });

  it("does not wait for a slow reader", async () => {
    const { running } = counting(4);
    for await (const part of running) {
      if (part > 1) continue;
      expect(await running).toEqual({ counted: 4, isStopped: false });
    }
  });

  it("can be awaited when an iterator has been made and nobody reads it", async () => {
    const { running } = counting(2);
    running[Symbol.asyncIterator]();
    const stalled = running[Symbol.asyncIterator]();
    await stalled.next();
    expect(await running).toEqual({ counted: 2, isStopped: false });
  });

  it("stops where the loop is left, and gives what was reached", async () => {
    const { running } = counting(1000);
    for await (const part of running) if (part === 2) break;
    const { counted, isStopped } = await running;
    expect(isStopped).toBe(true);
    expect(counted).toBeLessThan(1000);
  });

  it("stops at the signal, before it has begun, too, and lets go of it", async () => {
    const controller = new AbortController();
    const { running } = counting(1000, controller.signal);
    setTimeout(() => controller.abort(), 5);
    expect((await running).isStopped).toBe(true);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    const late = counting(1000, controller.signal);
    expect(await late.running).toEqual({ counted: 0, isStopped: true });
    expect(await partsOf(late.running)).toEqual([]);
  });

  it("tells a failure to whoever iterates and to whoever awaits", async () => {
    const failing = startRunning<number, never>(async (emit) => {
      emit(1);
      await turn();
      throw new Error("broken");
    });
    const seen: number[] = [];
    const looped = (async () => {
      for await (const part of failing) seen.push(part);
    })();
    expect(await failureOf(looped)).toEqual(new Error("broken"));
    expect(await failureOf(failing)).toEqual(new Error("broken"));
    expect(seen).toEqual([1]);
  });

  it("may be seen otherwise, and still stops where the loop is left", async () => {
    const { running } = counting(1000);
    const mapped = mapRunning(
      running,
      (part) => `part ${part}`,
      ({ isStopped }) => isStopped,
    );
    const seen: string[] = [];
    for await (const part of mapped) if (seen.push(part) === 2) break;
    expect(seen).toEqual(["part 1", "part 2"]);
    expect(await mapped).toBe(true);
  });
});
