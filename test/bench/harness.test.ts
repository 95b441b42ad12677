/** The figures of benchmarks: medians, ranges, and the rows of a lap. */
import { describe, expect, it } from "vitest";
import { spreadOf, summarize } from "../../bench/harness.js";
import { lapOrder } from "../../bench/lap-order.js";

describe("a spread", () => {
  it("is the median and the range, in whatever order the values come", () => {
    expect(spreadOf([5, 100, 1, 7, 3])).toEqual({ median: 5, low: 1, high: 100 });
    expect(spreadOf([9])).toEqual({ median: 9, low: 9, high: 9 });
  });

  it("takes the lower of the middle two of an even number", () => {
    expect(spreadOf([4, 1, 3, 2]).median).toBe(2);
    expect(summarize("rate", [2, 1])).toEqual({ name: "rate", median: 1, low: 1, high: 2 });
  });
});

describe("the order of laps", () => {
  it("takes no row twice in an epoch's laps, and leaves out what does not fill one", () => {
    const order = lapOrder(10, 4, 5);
    expect(order).toHaveLength(20);
    for (const epoch of [order.subarray(0, 8), order.subarray(8, 16)]) expect(new Set(epoch).size).toBe(8);
    expect(Math.max(...order)).toBeLessThan(10);
    expect(order.subarray(0, 8)).not.toEqual(order.subarray(8, 16));
  });

  it("begins the same way however many laps there are", () => {
    expect(lapOrder(10, 4, 5).subarray(0, 12)).toEqual(lapOrder(10, 4, 3));
  });
});
