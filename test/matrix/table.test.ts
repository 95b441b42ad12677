/** The matrix says so when a host gives other bits, gives none, or was not there. */
import { expect, it } from "vitest";
import { GOLDEN, runsOf } from "./golden.js";
import { markdown, type Visit, verdict, visitLines, wrongRuns } from "./table.js";

const runs = runsOf([1, 2]);
const right: Visit = {
  host: "Node 20",
  version: "20.20.2",
  runs,
  outcomes: runs.map(({ rows }) => ({ sums: GOLDEN[rows], seconds: 1 })),
};

it("takes every network of every run for what it is", () => {
  expect(wrongRuns(right)).toBe(0);
  expect(visitLines(right)).toHaveLength(4);
  for (const network of ["chapter", "deep"] as const)
    for (const at of runs.keys()) {
      const outcomes = right.outcomes.map((outcome, i) =>
        i === at ? { sums: { ...GOLDEN[runs[i]!.rows], [network]: "0" }, seconds: 1 } : outcome,
      );
      expect(wrongRuns({ ...right, outcomes })).toBe(1);
      expect(visitLines({ ...right, outcomes })[at]).toMatch(new RegExp(`${network}: expected [0-9a-f]{64}, got 0$`));
    }
});

it("counts a run without an answer as wrong, and gives the host's own words", () => {
  expect(wrongRuns({ ...right, outcomes: right.outcomes.slice(1) })).toBe(2);
  expect(wrongRuns({ ...right, outcomes: right.outcomes.slice(0, 3) })).toBe(1);
  expect(verdict(runs[0]!, { error: "no threads", seconds: 0 })).toBe("no threads");
});

it("names the host that was not there", () => {
  const absent: Visit = { ...right, host: "Bun", version: "", outcomes: [], failure: "no package" };
  expect(visitLines(absent)).toEqual([expect.stringMatching(/^Bun .*NOT RUN: no package$/)]);
  expect(markdown([right, absent]).split("\n").slice(2, 4)).toEqual([
    "| Node 20 | 20.20.2 | 1 to 2 | yes | same bits |",
    "| Bun |  | 1 to 2 | yes | not run: no package |",
  ]);
});
