import { describe, expect, it } from "vitest";
import { dataset } from "../../src/data/dataset.js";
import { decisionRegions } from "../../src/evaluation/decision-regions.js";
import { type DecisionRegionChart, decisionRegionChart } from "../../src/report/decision-regions.js";
import { expectError } from "../expect-error.js";
import { faultIn } from "./well-formed.js";

/** Class 1 above the line y = x, class 0 below it. */
const above = (rows: Float64Array) =>
  Uint32Array.from({ length: rows.length / 2 }, (_, i) =>
    Number((rows[2 * i + 1] as number) > (rows[2 * i] as number)),
  );

const base: DecisionRegionChart = {
  id: "plane",
  title: "Decision regions",
  xLabel: "Length",
  yLabel: "Width",
  regions: decisionRegions({ predict: above }, { x: [0, 4], y: [0, 4], step: 1 }),
  points: dataset({ features: Float32Array.of(3, 1, 1, 3, 99, 0), width: 2, labels: [0, 1, 0] }),
  classNames: ["low", "high"],
};

/** Rectangles of each class: left, right, and the lower and upper edge, in drawing units. */
function rectangles(svg: string): Map<number, number[][]> {
  const paths = svg.matchAll(/<g class="tone(\d)"><path class="region" d="([^"]*)"/g);
  return new Map(
    Array.from(paths, ([, tone, path = ""]) => [
      Number(tone),
      [...path.matchAll(/M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)H\1z/g)].map(([, a, b, c, d]) => [a, c, b, d].map(Number)),
    ]),
  );
}

const areaOf = (shapes: number[][] = []) =>
  shapes.reduce((sum, [left = 0, right = 0, low = 0, high = 0]) => sum + (right - left) * (low - high), 0);

describe("decisionRegionChart", () => {
  it("is well-formed SVG with a role, a title, and each class's share and points in words", () => {
    const svg = decisionRegionChart(base);
    expect(faultIn(svg)).toBeUndefined();
    expect(svg).toMatch(/^<svg .*role="img" aria-labelledby="plane-title plane-text">/);
    expect(svg).toContain("low: 63 % of the plane, 2 points. high: 38 % of the plane, 1 point.");
    for (const text of ["Length", "Width", "low", "high"]) expect(svg).toContain(`>${text}</text>`);
  });

  it("covers the plane once, each class with its share", () => {
    const regions = rectangles(decisionRegionChart(base));
    const [low, high] = [areaOf(regions.get(0)), areaOf(regions.get(1))];
    expect(low / (low + high)).toBeCloseTo(10 / 16, 2);
    const all = [...regions.values()].flat();
    const edges = (at: number): number[] => all.map((shape) => shape[at] as number);
    const box = (Math.max(...edges(1)) - Math.min(...edges(0))) * (Math.max(...edges(2)) - Math.min(...edges(3)));
    expect(low + high).toBeCloseTo(box, 6);
  });

  it("draws higher values higher, and makes one rectangle of equal runs", () => {
    const halves = {
      predict: (rows: Float64Array) => above(rows).map((_, i) => Number((rows[2 * i] as number) > 1.5)),
    };
    const svg = decisionRegionChart({
      ...base,
      regions: decisionRegions(halves, { x: [0, 4], y: [0, 4], step: 0.25 }),
    });
    const regions = rectangles(svg);
    expect([regions.get(0)?.length, regions.get(1)?.length]).toEqual([1, 1]);
    expect(regions.get(0)?.[0]?.slice(2)).toEqual([316, 26]);
    const [low, high] = [...svg.matchAll(/<path class="mark" d="M[\d.]+ ([\d.]+)m[^"]*"><title>/g)].map(([, y]) =>
      Number(y),
    );
    expect(high).toBeLessThan(low as number);
  });

  it("draws the points that lie in the plane, a mark a class", () => {
    const svg = decisionRegionChart(base);
    const shapes = [...svg.matchAll(/<path class="mark" d="M[\d.]+ [\d.]+(m[^"]*)"><title>([^<]*)</g)];
    expect(shapes.map(([, , title]) => title)).toEqual(["low: 3.000, 1.000", "high: 1.000, 3.000"]);
    expect(shapes[0]?.[1]).not.toBe(shapes[1]?.[1]);
    expect(decisionRegionChart({ ...base, points: undefined as never })).not.toContain("<title>low");
  });

  it("tells many classes apart by tone and mark", () => {
    const columns = { predict: (rows: Float64Array) => above(rows).map((_, i) => rows[2 * i] as number) };
    const regions = decisionRegions(columns, { x: [0, 25], y: [0, 2], step: 1 });
    const svg = decisionRegionChart({ id: "many", title: "", xLabel: "", yLabel: "", regions });
    const looks = [...svg.matchAll(/<g class="(tone\d)"><path class="mark" d="M[\d.]+ [\d.]+(m[^"]*)"/g)];
    expect(new Set(looks.map(([, tone, mark]) => tone + (mark as string))).size).toBe(25);
    expect(svg).toContain(">class 24</text>");
  });

  it("stays small and whole however fine the grid", () => {
    const checks = { predict: (rows: Float64Array) => above(rows).map((_, i) => i % 2) };
    const fine = decisionRegionChart({
      ...base,
      regions: decisionRegions(checks, { x: [0, 2], y: [0, 1], step: 0.001 }),
    });
    expect(fine.length).toBeLessThan(100_000);
    const line = decisionRegions({ predict: above }, { x: [0, 4], y: [0, 4], step: 0.01 });
    const regions = rectangles(decisionRegionChart({ ...base, regions: line }));
    expect(areaOf(regions.get(0)) / areaOf(regions.get(1))).toBeCloseTo(1, 1);
  });

  it("escapes every text it is given", () => {
    const evil = "</title><script>\"&'";
    const svg = decisionRegionChart({ ...base, id: evil, title: evil, xLabel: evil, yLabel: evil, classNames: [evil] });
    expect(svg).not.toContain("<script");
    expect(faultIn(svg)).toBeUndefined();
  });

  it("carries its colours along when it stands alone, and only then", () => {
    expect(decisionRegionChart(base)).not.toContain("<style>");
    expect(decisionRegionChart({ ...base, isStandalone: true })).toContain("prefers-color-scheme:dark");
  });

  it("refuses points that are no labelled rows of two features", () => {
    const wide = dataset({ features: new Float32Array(3), width: 3, labels: [0] });
    expectError(() => decisionRegionChart({ ...base, points: wide }), "shape-mismatch", /^points: expected 2 features/);
    const values = dataset({ features: new Float32Array(2), width: 2, targets: new Float32Array(1) });
    expectError(() => decisionRegionChart({ ...base, points: values }), "invalid-option", /^points: expected labels/);
  });
});
