/** Logarithmic axes, bands and shades of the line chart. */
import { describe, expect, it } from "vitest";
import { type ChartPoint, type LineChart, lineChart } from "../../src/report/charts.js";
import { dotsOf, type Position, pathsOf, ticksOf } from "./svg-positions.js";
import { faultIn } from "./well-formed.js";

function chartOf(points: ChartPoint[], change: Partial<LineChart> = {}): string {
  const series = [{ name: "size", points }];
  const svg = lineChart({ id: "a", title: "Sizes", xLabel: "Epoch", yLabel: "Size", series, ...change });
  expect(faultIn(svg)).toBeUndefined();
  expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
  return svg;
}

describe("a logarithmic axis", () => {
  it("keeps equal factors at equal distances, upwards and to the right", () => {
    const points: ChartPoint[] = [
      [1, 0.001],
      [10, 0.1],
      [100, 10],
    ];
    const [a, b, c] = dotsOf(chartOf(points, { xScale: "log", yScale: "log" }), 3) as [Position, Position, Position];
    expect(b[0] - a[0]).toBeCloseTo(c[0] - b[0], 0);
    expect(a[1] - b[1]).toBeCloseTo(b[1] - c[1], 0);
    expect(a[1]).toBeGreaterThan(b[1]);
    expect(a[0]).toBeLessThan(b[0]);
  });

  it("ends at powers of ten around the values and names them", () => {
    const svg = chartOf(
      [
        [1, 3e-6],
        [2, 0.4],
      ],
      { yScale: "log" },
    );
    expect([...ticksOf(svg, "end").keys()]).toEqual(["1e−6", "1e−5", "1e−4", "0.001", "0.01", "0.1", "1"]);
  });

  it("names 1, 2 and 5 of few powers of ten, and every other of many", () => {
    const few = chartOf(
      [
        [500, 1],
        [20_000, 2],
      ],
      { xScale: "log" },
    );
    expect([...ticksOf(few, "middle").keys()]).toEqual(["500", "1000", "2000", "5000", "10000", "20000"]);
    const many = chartOf(
      [
        [1, 1e-14],
        [2, 1],
      ],
      { yScale: "log" },
    );
    expect([...ticksOf(many, "end").keys()].slice(0, 3)).toEqual(["1e−14", "1e−12", "1e−10"]);
  });

  it("leaves a gap where a value is not above 0, on either axis", () => {
    const gap = chartOf(
      [
        [1, 1],
        [2, 0],
        [3, -5],
        [4, 2],
        [5, 3],
      ],
      { yScale: "log" },
    );
    expect(pathsOf(gap, "line")[0]).toHaveLength(3);
    expect(chartOf([[0, 1]], { xScale: "log" })).toContain("No values");
  });

  it("writes no NaN, Infinity or undefined whatever the values", () => {
    const values = [0, -1, 5e-324, 1e-300, 1e-299, 1e-9, 1, 1 + 2 ** -52, 1e9, 1e299, 1.7e308, Number.NaN, 1 / 0];
    for (const a of values)
      for (const b of values)
        for (const scales of [{ yScale: "log" }, { xScale: "log" }, { xScale: "log", yScale: "log" }] as const) {
          chartOf(
            [
              [Math.min(a, b), a],
              [Math.max(a, b), b],
            ],
            scales,
          );
          chartOf([[a, b, a]], scales);
        }
  });

  it("refuses a range that begins at 0", () => {
    expect(() => chartOf([[1, 1]], { yScale: "log", yDomain: [0, 1] })).toThrow(/^yDomain: expected two finite/);
  });
});

describe("a band", () => {
  it("reaches a deviation above and below the line, within the axis", () => {
    const svg = chartOf([
      [1, 4, 1],
      [2, 4, 2],
      [3, 4, 0],
    ]);
    const [band, [line]] = [pathsOf(svg, "band")[0], pathsOf(svg, "line")] as [
      [number, number][],
      [[number, number][]],
    ];
    const middle = line[0]?.[1] as number;
    const ys = band.map(([, y]) => Math.round(10 * Math.abs(y - middle)) / 10);
    expect(ys).toHaveLength(6);
    const unit = ys[0] as number;
    expect(ys.slice().sort((a, b) => a - b)).toEqual(
      [0, 0, unit, unit, 2 * unit, 2 * unit].map((y) => expect.closeTo(y, 0)),
    );
    expect([...ticksOf(svg, "end").keys()]).toContain("6");
    expect(svg).toContain("size: 4.000 ± 2.000 (epoch 2)");
  });

  it("is not drawn for lines without deviations, and ends at the axis where it would leave a logarithmic one", () => {
    expect(chartOf([[1, 2]])).not.toContain('class="band"');
    const svg = chartOf(
      [
        [1, 0.5, 2],
        [2, 0.5, 0.1],
      ],
      { yScale: "log" },
    );
    for (const [, y] of pathsOf(svg, "band")[0] as [number, number][]) expect(y).toBeLessThanOrEqual(246);
  });
});

describe("a shade", () => {
  it("mixes the two tones, within them, for line and legend alike", () => {
    const shades = [0, 0.25, 1, 7, Number.NaN].map((tone, i) => ({
      name: `line ${i}`,
      points: [[1, 1]] as const,
      tone,
    }));
    const svg = chartOf([], { series: shades });
    const found = [...svg.matchAll(/color:color-mix\(in oklab,rgb\(var\(--secondary\)\) (\d+)%/g)].map(([, p]) => p);
    expect(found).toEqual(["0", "25", "100", "100", "0", "0", "25", "100", "100", "0"]);
  });
});
