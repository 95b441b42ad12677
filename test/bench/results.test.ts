/** From the rounds of a comparison to its page. */
import { describe, expect, it } from "vitest";
import { browserPage } from "../../bench/browser/results.js";
import { type Contender, OURS } from "../../bench/comparison/contenders.js";
import type { Outcome } from "../../bench/comparison/duel.js";
import { resultsName } from "../../bench/comparison/machine.js";
import { count, markdownTable, resultsPage, times } from "../../bench/comparison/markdown.js";
import { absentRow, compare, type Results, reasonAgainst, rowOf } from "../../bench/comparison/results.js";
import { W1 } from "../../bench/workloads.js";

const rival: Contender = {
  ...OURS,
  name: "rival",
  title: "Rival",
  threads: [1],
  alone: "it has one thread",
  tolerance: 0.5,
};
const place = { workload: "W1", threads: 1 };
const outcome: Outcome = {
  training: [
    { ours: 100, theirs: 10 },
    { ours: 90, theirs: 30 },
    { ours: 60, theirs: 15 },
  ],
  inference: { "1000": [{ ours: 8, theirs: 2 }] },
  accuracy: { ours: 0.945, theirs: 0.941 },
  samplesPerLap: { ours: 55_000, theirs: 55_000 },
  versions: { rival: "1.2.3" },
};
const machine = { processor: "Intel(R) Core(TM) i7-8700K CPU @ 3.70GHz", cores: 12, memoryGiB: 16, system: "Linux 6" };
const results: Results = {
  date: "2026-01-31",
  commit: "abc",
  machine,
  versions: { Node: "20.20.2" },
  rounds: 3,
  warmUp: 1,
  isQuick: false,
  seconds: 600,
  rows: [rowOf(rival, place, outcome), absentRow(rival, { ...place, threads: 2 }, "it has one thread")],
};

describe("a comparison", () => {
  it("takes the ratio of each round, then the median", () => {
    const { ours, theirs, ratio } = compare(outcome.training);
    expect([ours.median, theirs.median]).toEqual([90, 15]);
    expect(ratio).toEqual({ median: 4, low: 3, high: 10 });
  });

  it("marks a row wrong when its accuracy lies too far from ours, above or below, or is no number", () => {
    const isWrong = (theirs: number) => rowOf(rival, place, { ...outcome, accuracy: { ours: 0.945, theirs } }).isWrong;
    expect([0.941, 0.949].map(isWrong)).toEqual([false, false]);
    expect([0.939, 0.951, Number.NaN].map(isWrong)).toEqual([true, true, true]);
  });

  it("says beforehand what a contender cannot do", () => {
    expect(reasonAgainst(rival, place)).toBeUndefined();
    expect(reasonAgainst(rival, { ...place, threads: 2 })).toBe("it has one thread");
    expect(reasonAgainst({ ...rival, cannot: { W2: "it has no softmax" } }, { workload: "W2", threads: 1 })).toBe(
      "it has no softmax",
    );
  });
});

describe("the page", () => {
  const page = resultsPage(results, [W1]);

  it("has a row for each rival, with medians, ranges and ratio", () => {
    expect(page).toContain("| Rival | 15 (10 … 30) | 90 (60 … 100) | 4.00 × (3.00 … 10.0) | 94.10 % | 94.50 % |");
    expect(page).toContain("| Rival | 2 (2 … 2) | 8 (8 … 8) | 4.00 × (4.00 … 4.00) |");
  });

  it("says who is not there and why, and on what it was measured", () => {
    expect(page).toContain("2 threads\n\nNothing was measured.\n\n- not there: Rival: it has one thread");
    expect(page).toContain("12 cores, 16 GiB, Linux 6; commit abc; 600 s in all.");
    expect(page).not.toContain("quick run");
  });

  it("says that a lap was a part of one, that a row is wrong, that a run was quick", () => {
    const samplesPerLap = { ours: 55_000, theirs: 1100 };
    const row = rowOf(rival, place, { ...outcome, samplesPerLap, accuracy: { ours: 0.9, theirs: 0.1 } });
    const text = resultsPage({ ...results, isQuick: true, rows: [row] }, [W1]);
    expect(text).toContain("| Rival; laps of 1,100 samples, not 55,000 |");
    expect(text).toContain("10.00 % **wrong**");
    expect(text).toContain("A quick run");
  });
});

describe("the page of browsers", () => {
  it("compares each round's visits", () => {
    const visit = (rate: number) => ({
      ceiling: rate * 1e7,
      training: { "W1, 1": { median: rate, low: rate, high: rate } },
    });
    const page = browserPage({
      ...results,
      versions: { Node: "20", Chromium: "150" },
      job: { threads: [1], warmUp: 1, laps: 3, lapShare: 1 },
      rounds: [
        { browser: visit(900), node: visit(1000) },
        { browser: visit(1000), node: visit(2000) },
        { browser: visit(800), node: visit(1000) },
      ],
    });
    expect(page).toContain(
      "| training W1, 1 thread, samples/s | 900 (800 … 1,000) | 1,000 (1,000 … 2,000) | 0.80 × (0.50 … 0.90) |",
    );
    expect(page).toContain("| ceiling of one thread, GFLOP/s | 9.0 (8.0 … 10.0) |");
  });
});

describe("figures in print", () => {
  it("have separated thousands and three digits or so", () => {
    expect([0, 999, 1000.4, 1_234_567].map(count)).toEqual(["0", "999", "1,000", "1,234,567"]);
    expect(times({ median: 0.5, low: 12.34, high: 1234 })).toBe("0.50 × (12.3 … 1,234)");
  });

  it("stand in a table with one line a row", () => {
    expect(
      markdownTable([
        ["", "b"],
        ["x", "1"],
      ]),
    ).toEqual(["|  | b |", "|---|---:|", "| x | 1 |"]);
  });

  it("are filed by date and machine", () => {
    expect(resultsName("2026-01-31", machine)).toBe("2026-01-31-intel-core-i7-8700k-12-cores");
    expect(resultsName("2026-01-31", { ...machine, processor: "AMD EPYC", cores: 2 })).toBe(
      "2026-01-31-amd-epyc-2-cores",
    );
  });
});
