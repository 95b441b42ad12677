import { describe, expect, it } from "vitest";
import { oneVsRestRoc, type RocCurve } from "../../src/evaluation/roc.js";
import { formatAuc, rocChart, shownExtent } from "../../src/report/roc-chart.js";
import { expectError } from "../expect-error.js";
import { pathsOf, ticksOf } from "./svg-positions.js";
import { faultIn } from "./well-formed.js";

const classes = ["cat", "dog", "<emu>"];
const labels = Array.from({ length: 90 }, (_, i) => i % 3);
/** Every row scores its own class higher by `lead` than noise from 0 to 1. */
function curvesWith(lead: number): (RocCurve | undefined)[] {
  const noise = (i: number): number => ((i * 7919) % 101) / 101;
  return oneVsRestRoc(
    labels,
    Array.from({ length: 270 }, (_, i) => noise(i) + (i % 3 === labels[Math.floor(i / 3)] ? lead : 0)),
    3,
  );
}

function draw(curves: readonly (RocCurve | undefined)[]): string {
  const svg = rocChart({ id: "roc", classes, curves });
  expect(faultIn(svg)).toBeUndefined();
  expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
  return svg;
}

describe("rocChart", () => {
  it("draws every class from 0, 0 to 1, 1, the worst apart and the mean on top, over the diagonal", () => {
    const curves = curvesWith(0.3);
    const svg = draw(curves);
    const [x, y] = [ticksOf(svg, "middle"), ticksOf(svg, "end")];
    const [from, to] = [
      [x.get("0"), y.get("0")],
      [x.get("100"), y.get("100")],
    ];
    const lines = [...pathsOf(svg, "line").slice(0, 3), ...pathsOf(svg, "line broken").slice(0, 1)];
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      expect(line[0]).toEqual(from);
      expect(line.at(-1)).toEqual(to);
    }
    expect(pathsOf(svg, "reference")).toEqual([[from, to]]);
    const areas = (curves as RocCurve[]).map(({ auc }) => auc);
    const worst = areas.indexOf(Math.min(...areas));
    const name = ["cat", "dog", "&lt;emu&gt;"][worst];
    expect(svg).toContain(`>${name}, lowest AUC ${formatAuc(areas[worst] as number)}<`);
    const mean = areas.reduce((sum, area) => sum + area, 0) / 3;
    expect(svg).toContain(`>mean of 3 classes, AUC ${formatAuc(mean)}<`);
    for (const [i, area] of areas.entries())
      expect(svg).toContain(`<title>${["cat", "dog", "&lt;emu&gt;"][i]}: AUC ${formatAuc(area)}</title>`);
  });

  it("draws points where they belong", () => {
    const curve = {
      falsePositiveRate: Float64Array.of(0, 0.25, 1),
      truePositiveRate: Float64Array.of(0, 0.5, 1),
      thresholds: Float64Array.of(Number.POSITIVE_INFINITY, 1, 0),
      auc: 0.625,
    };
    const svg = draw([curve, undefined, undefined]);
    const [x, y] = [ticksOf(svg, "middle"), ticksOf(svg, "end")];
    const [low, high] = [x.get("0") as number, x.get("100") as number];
    const [bottom, top] = [y.get("0") as number, y.get("100") as number];
    const corner = pathsOf(svg, "line broken")[0]?.[1] as [number, number];
    expect(corner[0]).toBeCloseTo(low + (high - low) / 4, 0);
    expect(corner[1]).toBeCloseTo((bottom + top) / 2, 0);
    expect(svg).toContain("mean of 1 class,");
  });

  it("shows the corner of good classifiers, all of poor ones", () => {
    expect([1, 0.9999, 0.99, 0.95, 0.9, 0.7, 0.5, 0].map((area) => shownExtent([1, area]))).toEqual([
      0.01, 0.02, 0.2, 0.3, 0.5, 1, 1, 1,
    ]);
    const svg = draw(curvesWith(0.95));
    expect(svg).not.toContain('class="reference"');
    expect([...ticksOf(svg, "middle").keys()].at(-1)).not.toBe("100");
    expect([...ticksOf(svg, "end").keys()]).not.toContain("0");
  });

  it("stays small for curves of very many points", () => {
    const many = Array.from({ length: 40_000 }, (_, i) => i % 2);
    const scores = many.flatMap((label, i) => {
      const score = label * 0.2 + ((i * 7919) % 10_007) / 10_007;
      return [1 - score, score];
    });
    const svg = rocChart({ id: "roc", classes: ["a", "b"], curves: oneVsRestRoc(many, scores, 2) });
    expect(svg.length).toBeLessThan(60_000);
  });

  it("says so where no class has a curve, and refuses names that do not fit", () => {
    expect(draw([undefined, undefined, undefined])).toContain("No values");
    expectError(
      () => rocChart({ id: "roc", classes, curves: [] }),
      "shape-mismatch",
      /^curves: expected 3 classes, got 0$/,
    );
  });
});

describe("formatAuc", () => {
  it("never rounds what is missing away", () => {
    expect([1, 0.99999, 0.5, 0.12345].map(formatAuc)).toEqual(["1.0000", "0.9999", "0.5000", "0.1235"]);
  });
});
