/** The rounds of successive halving, number for number against scikit-learn (fixtures/scikit-learn/make-halving.py). */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { halvingRounds } from "../../src/selection/halving.js";

type Row = [
  candidates: number,
  least: number,
  most: number,
  factor: number,
  candidatesLeft: number[],
  resources: number[],
];
const path = new URL("../fixtures/scikit-learn/halving.json", import.meta.url);
const { rows } = JSON.parse(readFileSync(path, "utf8")) as { rows: Row[] };

it("rounds have the candidates and resources of HalvingGridSearchCV", () => {
  expect(rows).toHaveLength(189);
  for (const [candidates, least, most, factor, candidatesLeft, resources] of rows) {
    const rounds = halvingRounds(candidates, least, most, factor);
    expect([rounds.map((round) => round.candidates), rounds.map((round) => round.resource)]).toEqual([
      candidatesLeft,
      resources,
    ]);
  }
});

it("exact powers are not lost to rounding: 243 = 3⁵", () => {
  expect(halvingRounds(243, 1, 243, 3)).toEqual([
    { candidates: 243, resource: 1 },
    { candidates: 81, resource: 3 },
    { candidates: 27, resource: 9 },
    { candidates: 9, resource: 27 },
    { candidates: 3, resource: 81 },
    { candidates: 1, resource: 243 },
  ]);
});
