import { describe, expect, it } from "vitest";
import { type ContourChart, contourChart } from "../../src/report/contours.js";
import { expectError } from "../expect-error.js";
import { faultIn } from "./well-formed.js";

const columns = 21;
const bowl = Float64Array.from({ length: columns * columns }, (_, i) => {
  const [x, y] = [(i % columns) / 5 - 2, Math.floor(i / columns) / 5 - 2];
  return x * x + y * y;
});

const base: ContourChart = {
  id: "bowl",
  title: "A bowl",
  xLabel: "w",
  yLabel: "b",
  values: bowl,
  columns,
  xDomain: [-2, 2],
  yDomain: [-2, 2],
  levels: [0.5, 1, 2],
  valueLabel: "loss",
  paths: [
    {
      name: "descent",
      points: [
        [1.5, 1.5],
        [0.5, 0.5],
        [0, 0],
      ],
    },
    {
      name: "another",
      points: [
        [-1, 0],
        [-0.25, 0],
      ],
      tone: "secondary",
      isDashed: true,
    },
  ],
};

const numbersIn = (text: string): number[] => [...text.matchAll(/-?\d+(?:\.\d+)?/g)].map(([number]) => Number(number));

describe("contourChart", () => {
  it("is well-formed SVG with a role, a title and a description of the paths", () => {
    const svg = contourChart(base);
    expect(faultIn(svg)).toBeUndefined();
    expect(svg).toContain('<title id="bowl-title">A bowl</title>');
    expect(svg).toContain("loss over w and b. descent: from (1.500, 1.500) to (0, 0).");
    expect(svg).toContain(">Lines of equal loss, from 0.5000 (strong) to 2.000 (faint)</text>");
  });

  it("draws a line a level, the lowest the strongest, inside the area", () => {
    const lines = [
      ...contourChart({ ...base, levels: [0.5, 2] }).matchAll(
        /<path class="contour" style="opacity:([\d.]+)" d="([^"]+)"/g,
      ),
    ];
    expect(lines.map(([, opacity]) => Number(opacity))).toEqual([0.85, 0.2]);
    for (const [, , d] of lines)
      numbersIn(d as string).forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(i % 2 ? 24 : 46);
        expect(value).toBeLessThanOrEqual(i % 2 ? 384 : 420);
      });
  });

  it("puts lines and paths into the same place: a circle of radius 1 goes through (1, 0)", () => {
    const svg = contourChart({ ...base, levels: [1], paths: [{ name: "point", points: [[1, 0]] }] });
    const [x, y] = [
      Number(/class="end" cx="([\d.]+)"/.exec(svg)?.[1]),
      Number(/class="end" [^>]*cy="([\d.]+)"/.exec(svg)?.[1]),
    ];
    const d = numbersIn(/class="contour"[^>]* d="([^"]+)"/.exec(svg)?.[1] as string);
    const distances = Array.from({ length: d.length / 2 }, (_, i) =>
      Math.hypot((d[2 * i] as number) - x, (d[2 * i + 1] as number) - y),
    );
    expect(Math.min(...distances)).toBeLessThan(0.5);
    expect(y).toBe((24 + 384) / 2);
  });

  it("marks where a path begins and ends, and leaves out what is not finite", () => {
    const svg = contourChart({
      ...base,
      paths: [
        {
          name: "lost",
          points: [
            [1, 1],
            [Number.NaN, 0],
            [0.5, 1],
          ],
        },
        { name: "nowhere", points: [[Number.NaN, 1]] },
      ],
    });
    expect(svg.match(/class="ring"/g)).toHaveLength(1);
    expect(svg.match(/class="end"/g)).toHaveLength(1);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("draws of a long walk only what can be told apart, its end included", () => {
    const points = Array.from({ length: 10_001 }, (_, i) => [i / 10_000, 0] as const);
    const svg = contourChart({ ...base, paths: [{ name: "walk", points }] });
    const d = numbersIn(/class="line" d="([^"]+)"/.exec(svg)?.[1] as string);
    expect(d.length / 2).toBeLessThan(200);
    expect(d.at(-2)).toBeCloseTo(Number(/class="end" cx="([\d.]+)"/.exec(svg)?.[1]), 1);
  });

  it("names paths of one name once", () => {
    const paths = [1, 2, 3].map((x) => ({
      name: "starts",
      points: [
        [x / 4, 0],
        [0, 0],
      ] as const,
    }));
    expect(contourChart({ ...base, paths }).match(/>starts<\/text>/g)).toHaveLength(1);
  });

  it("carries its colours along where asked to, and escapes what it is told", () => {
    expect(contourChart(base)).not.toContain("<style>");
    const svg = contourChart({ ...base, isStandalone: true, title: 'a < b & "c"' });
    expect(svg).toContain("<style>");
    expect(svg).toContain("a &lt; b &amp; &quot;c&quot;");
    expect(faultIn(svg.replace(/<style>[^<]*<\/style>/, ""))).toBeUndefined();
  });

  it("refuses grids, domains and levels that are none", () => {
    const refuse = (options: Partial<ContourChart>, code: "shape-mismatch" | "invalid-option", said: RegExp): void =>
      expectError(() => contourChart({ ...base, ...options }), code, said);
    refuse({ columns: 20 }, "shape-mismatch", /^values: expected at least 2 rows of 20 columns.*got 441 values/);
    refuse({ columns: 0 }, "shape-mismatch", /^values/);
    refuse({ columns: 441 }, "shape-mismatch", /^values/);
    refuse({ xDomain: [1, 1] }, "invalid-option", /^xDomain/);
    refuse({ yDomain: [0, Number.NaN] }, "invalid-option", /^yDomain/);
    refuse({ levels: [2, 1] }, "invalid-option", /^levels: expected finite numbers, ascending, got 2, 1/);
    refuse({ levels: [Number.NaN] }, "invalid-option", /^levels/);
  });
});
