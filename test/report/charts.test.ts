import { describe, expect, it } from "vitest";
import { type LineChart, lineChart } from "../../src/report/charts.js";
import { faultIn } from "./well-formed.js";

const base: LineChart = {
  id: "loss",
  title: "Loss per epoch",
  xLabel: "Epoch",
  yLabel: "Loss",
  series: [
    {
      name: "training",
      points: [
        [1, 0.8],
        [2, 0.4],
        [3, 0.2],
      ],
    },
    {
      name: "validation",
      points: [
        [1, 0.9],
        [2, 0.5],
        [3, 0.3],
      ],
      tone: "secondary",
    },
  ],
};

function withPoints(points: (readonly [number, number])[]): LineChart {
  return { ...base, series: [{ name: "training", points }] };
}

/** Every coordinate that is drawn, none of which may leave the drawing. */
function drawing(svg: string): { lines: string[]; circles: [number, number][] } {
  const lines = [...svg.matchAll(/<path class="line[^"]*" d="([^"]*)"/g)].map((match) => match[1] as string);
  const circles = [...svg.matchAll(/<circle cx="([^"]*)" cy="([^"]*)"/g)].map(
    (match) => [Number(match[1]), Number(match[2])] as [number, number],
  );
  return { lines, circles };
}

describe("lineChart", () => {
  it("is well-formed SVG with a role, a title and a description of the numbers", () => {
    const svg = lineChart(base);
    expect(faultIn(svg)).toBeUndefined();
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*role="img" aria-labelledby="loss-title loss-text">/,
    );
    expect(svg).toContain('<title id="loss-title">Loss per epoch</title>');
    expect(svg).toContain("training: 0.8000 at 1, 0.2000 at 3. validation: 0.9000 at 1, 0.3000 at 3.");
  });

  it("names the axes, the ticks and, with its last value, each line", () => {
    const svg = lineChart(base);
    for (const text of ["Epoch", "Loss", "0.0", "0.8", "1", "2", "3", "training, 0.2000", "validation, 0.3000"])
      expect(svg).toContain(`>${text}</text>`);
  });

  it("begins the axis at 0 unless values lie below or a range is given", () => {
    expect(
      lineChart(
        withPoints([
          [1, 50],
          [2, 51],
        ]),
      ),
    ).toContain(">0</text>");
    expect(
      lineChart(
        withPoints([
          [1, -3],
          [2, 5],
        ]),
      ),
    ).toContain(">−4</text>");
    const close = lineChart({
      ...withPoints([
        [1, 90],
        [2, 95],
      ]),
      yDomain: [90, 95],
    });
    expect(close).toContain(">90</text>");
    expect(close).not.toContain(">0</text>");
  });

  it("draws higher values higher, later ones further right", () => {
    const { circles } = drawing(
      lineChart(
        withPoints([
          [1, 1],
          [2, 3],
          [3, 2],
        ]),
      ),
    );
    const [a, b, c] = circles as [[number, number], [number, number], [number, number]];
    expect(a[0]).toBeLessThan(b[0]);
    expect(b[0] - a[0]).toBeCloseTo(c[0] - b[0], 0);
    expect(b[1]).toBeLessThan(c[1]);
    expect(c[1] - b[1]).toBeCloseTo(a[1] - c[1], 0);
  });

  it("shows whole epochs only, and a single one as a dot", () => {
    const two = lineChart(
      withPoints([
        [1, 1],
        [2, 3],
      ]),
    );
    const middle = /text-anchor="middle">([^<]*)</g;
    expect([...two.matchAll(middle)].map((match) => match[1])).toEqual(["1", "2"]);
    const one = lineChart(withPoints([[1, 0.7]]));
    expect(faultIn(one)).toBeUndefined();
    expect(one).toContain('r="3"');
    expect([...one.matchAll(middle)].map((match) => match[1])).toEqual(["1"]);
  });

  it("leaves a gap where a value is missing and drops a line without values", () => {
    const gap = drawing(
      lineChart(
        withPoints([
          [1, 1],
          [2, Number.NaN],
          [3, 2],
          [4, 1],
        ]),
      ),
    ).lines[0] as string;
    expect(gap.match(/M/g)?.length).toBe(2);
    const series = [...base.series, { name: "absent", points: [[1, Number.NaN]] as const }];
    expect(lineChart({ ...base, series })).not.toContain("absent");
    expect(lineChart({ ...base, series: [] })).toContain("No values");
    expect(faultIn(lineChart({ ...base, series: [] }))).toBeUndefined();
  });

  it("writes no NaN, Infinity or undefined whatever the values", () => {
    const values = [
      0,
      -0,
      1,
      -1,
      1e-320,
      5e-324,
      1e-9,
      1e5,
      1e23,
      1e299,
      1.7e308,
      -1.7e308,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ];
    for (const a of values)
      for (const b of values)
        for (const chart of [
          withPoints([
            [1, a],
            [2, b],
          ]),
          withPoints([
            [a, 1],
            [b, 2],
          ]),
          withPoints([[a, b]]),
        ]) {
          const svg = lineChart(chart);
          expect(svg, `${a}, ${b}`).not.toMatch(/NaN|Infinity|undefined|null/);
          expect(faultIn(svg)).toBeUndefined();
        }
  });

  it("refuses a range of the axis that is none", () => {
    for (const yDomain of [
      [1, 1],
      [2, 1],
      [0, Number.NaN],
      [0, Number.POSITIVE_INFINITY],
    ] as const)
      expect(() => lineChart({ ...base, yDomain })).toThrow(/yDomain: expected two finite numbers/);
  });

  it("keeps every spike of a very long run in a short drawing", () => {
    const points = Array.from({ length: 100_000 }, (_, i) => [i + 1, i === 77_777 ? 50 : 1] as const);
    const svg = lineChart(withPoints(points));
    expect(svg.length).toBeLessThan(12_000);
    const ys = [...(drawing(svg).lines[0] as string).matchAll(/,([\d.]+)/g)].map((match) => Number(match[1]));
    expect(new Set(ys).size).toBeGreaterThan(1);
    expect(Math.min(...ys)).toBeLessThan(30);
  });

  it("escapes every text it is given", () => {
    const evil = "</title><script>\"&'";
    const svg = lineChart({
      ...base,
      id: evil,
      title: evil,
      xLabel: evil,
      yLabel: evil,
      series: [{ name: evil, points: [[1, 2]] }],
      formatY: () => evil,
    });
    expect(svg).not.toContain("<script");
    expect(faultIn(svg)).toBeUndefined();
  });

  it("carries its colours along when it stands alone, and only then", () => {
    expect(lineChart(base)).not.toContain("<style>");
    const alone = lineChart({ ...base, isStandalone: true });
    expect(faultIn(alone)).toBeUndefined();
    expect(alone).toContain("prefers-color-scheme:dark");
  });

  it("stands on paper of its own, with a rim, in a file of its own", () => {
    const alone = lineChart({ ...base, isStandalone: true });
    expect(alone).toContain("svg{background:var(--page)}");
    expect(alone).toMatch(/viewBox="-14 -14 458 \d+"/);
    expect(lineChart(base)).toContain('viewBox="0 0 430 ');
  });

  it("leaves last values out of the legend where they mean nothing", () => {
    const series = [{ name: "sigmoid", points: [[0, 0.5]] as const }];
    expect(lineChart({ ...base, series })).toContain(">sigmoid, 0.5000</text>");
    expect(lineChart({ ...base, series, hasLastValues: false })).toContain(">sigmoid</text>");
  });
});
