import { describe, expect, it } from "vitest";
import type { CalibrationBin } from "../../src/evaluation/calibration.js";
import { reliabilityDiagram } from "../../src/report/reliability-diagram.js";
import { dotsOf, pathsOf, ticksOf } from "./svg-positions.js";
import { faultIn } from "./well-formed.js";

const bins: CalibrationBin[] = [
  { low: 0, high: 0.5, count: 10, probability: 0.25, frequency: 0.4 },
  { low: 0.5, high: 1, count: 40, probability: 0.75, frequency: 1 },
];

function draw(shown: readonly CalibrationBin[]): string {
  const svg = reliabilityDiagram({ id: "calibration", bins: shown });
  expect(faultIn(svg)).toBeUndefined();
  expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
  return svg;
}

describe("reliabilityDiagram", () => {
  it("puts each bin at its probability and its share of right rows, with Wilson's interval", () => {
    const svg = draw(bins);
    const [x, y] = [ticksOf(svg, "middle"), ticksOf(svg, "end")];
    const at = (axis: Map<string, number>, percent: number): number =>
      (axis.get("0") as number) + (((axis.get("100") as number) - (axis.get("0") as number)) * percent) / 100;
    const [first, second] = dotsOf(svg, 3.5) as [[number, number], [number, number]];
    expect(first[0]).toBeCloseTo(at(x, 25), 0);
    expect(first[1]).toBeCloseTo(at(y, 40), 0);
    expect(second[1]).toBe(at(y, 100));
    const [low, high] = pathsOf(svg, "whisker")[0] as [[number, number], [number, number]];
    // 4 of 10: 16.82 to 68.73 % (SciPy 1.10.1, binomtest(4, 10).proportion_ci(method="wilson")).
    expect(low[1]).toBeCloseTo(at(y, 16.82), 0);
    expect(high[1]).toBeCloseTo(at(y, 68.73), 0);
    expect(pathsOf(svg, "reference")[0]).toEqual([
      [x.get("0"), y.get("0")],
      [x.get("100"), y.get("100")],
    ]);
  });

  it("counts the rows of each bin below, the fullest highest", () => {
    const [few, many] = pathsOf(draw(bins), "bar") as [number, number][][];
    const height = (bar: readonly (readonly [number, number])[] | undefined): number =>
      (bar?.[0]?.[1] as number) - (bar?.[1]?.[1] as number);
    expect(height(many)).toBe(44);
    expect(height(few)).toBe(11);
    const rare = { ...bins[0], count: 1 } as CalibrationBin;
    const full = { ...bins[1], count: 1_000_000 } as CalibrationBin;
    expect(height(pathsOf(draw([rare, full]), "bar")[0] as [number, number][])).toBe(1);
  });

  it("says in words what it shows", () => {
    const svg = draw(bins);
    expect(svg).toContain("0 to 50\u00a0%: 10 rows, 40.0\u00a0% right, 25.0\u00a0% said");
    expect(svg).toContain("50 to 100\u00a0%: 40 rows, 100.0\u00a0% right, 75.0\u00a0% said");
    expect(draw([])).toContain("No values");
  });
});
