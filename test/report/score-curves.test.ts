import { describe, expect, it } from "vitest";
import { type ScoreCurves, scoreCurves } from "../../src/report/score-curves.js";
import { dotsOf, pathsOf, ticksOf } from "./svg-positions.js";
import { faultIn } from "./well-formed.js";

const curves: ScoreCurves = {
  id: "learning",
  title: "Learning curve",
  xLabel: "Training rows",
  yLabel: "Accuracy",
  points: [
    { x: 100, training: { mean: 1, std: 0 }, validation: { mean: 0.8, std: 0.05 } },
    { x: 1000, training: { mean: 0.99, std: 0.01 }, validation: { mean: 0.9, std: 0.02 } },
    { x: 10_000, training: { mean: 0.98, std: 0.01 }, validation: { mean: 0.95, std: 0.01 } },
  ],
};

function draw(change: Partial<ScoreCurves> = {}): string {
  const svg = scoreCurves({ ...curves, ...change });
  expect(faultIn(svg)).toBeUndefined();
  expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
  return svg;
}

describe("scoreCurves", () => {
  it("draws both means with their bands, on an axis of round numbers around them", () => {
    const svg = draw({ formatY: (score) => `${(100 * score).toFixed(0)} %` });
    expect(pathsOf(svg, "band")).toHaveLength(2);
    expect(dotsOf(svg, 3)).toHaveLength(6);
    expect([...ticksOf(svg, "end").keys()]).toEqual(["0.75", "0.80", "0.85", "0.90", "0.95", "1.00"]);
    expect(svg).toContain("training, 98 %");
    expect(svg).toContain("validation: 80 % ± 5 % (training rows 100)");
  });

  it("puts powers of ten at equal distances with a logarithmic axis", () => {
    const [a, b, c] = dotsOf(draw({ xScale: "log" }), 3).map(([x]) => x) as [number, number, number];
    expect(b - a).toBeCloseTo(c - b, 0);
  });

  it("leaves gaps where a mean is null, and leaves out what was not scored", () => {
    const nothing = { mean: null, std: null };
    const points = curves.points.map(({ x }, i) => ({ x, validation: i === 1 ? nothing : { mean: 0.9, std: null } }));
    const svg = draw({ points });
    expect(dotsOf(svg, 3)).toHaveLength(2);
    expect(svg).not.toContain(">training,");
    expect(draw({ points: [] })).toContain("No values");
  });

  it("draws whatever the scores", () => {
    const values = [0, -1, 1e-320, 1, 1e9, 1e299, -1e299, 1.7e308, Number.NaN, 1 / 0];
    for (const mean of values)
      for (const std of values) {
        draw({ points: [{ x: 1, validation: { mean, std } }] });
        draw({
          points: [
            { x: 1, training: { mean: std, std: 1 } },
            { x: 2, training: { mean, std } },
          ],
        });
      }
  });
});
