/** Cross-validated networks in a report: bands where they belong, and the table beside them. */
import { describe, expect, it } from "vitest";
import { type BandChart, bandChart } from "../../src/report/band-chart.js";
import { type SearchSummary, searchSection } from "../../src/report/search-section.js";
import { faultIn } from "./well-formed.js";

const chart: BandChart = {
  id: "units",
  title: "Validation curve",
  xLabel: "Units",
  yLabel: "Accuracy (%)",
  series: [
    {
      name: "one <layer>",
      points: [
        { x: 25, mean: 90, std: 1 },
        { x: 50, mean: 92, std: 0.5 },
        { x: 100, mean: 94, std: 2 },
      ],
    },
    {
      name: "two layers",
      points: [
        { x: 25, mean: 91, std: 0 },
        { x: 50, mean: null, std: null },
        { x: 100, mean: 95, std: 1 },
      ],
    },
  ],
};

/** Points of a path. */
function pointsOf(path: string): [number, number][] {
  return [...path.matchAll(/[ML]([\d.]+),([\d.]+)/g)].map((match) => [Number(match[1]), Number(match[2])]);
}

describe("bandChart", () => {
  it("is well-formed SVG with a role, a title and a description of the numbers", () => {
    const svg = bandChart(chart);
    expect(faultIn(svg)).toBeUndefined();
    expect(svg).toContain('role="img" aria-labelledby="units-title units-text"');
    expect(svg).toContain("one &lt;layer&gt;: 90.00 ± 1.000 at 25, 92.00 ± 0.5000 at 50, 94.00 ± 2.000 at 100.");
    for (const text of ["Units", "Accuracy (%)", "25", "50", "100", "90", "96"])
      expect(svg).toContain(`>${text}</text>`);
  });

  it("draws the band from mean − std to mean + std around the line, and leaves a point without a mean out", () => {
    const svg = bandChart(chart);
    const bands = [...svg.matchAll(/class="band" d="([^"]*)"/g)].map((match) => pointsOf(match[1] as string));
    const lines = [...svg.matchAll(/class="line[^"]*" d="(M[\d.]+,[^"]*)"/g)].map((match) =>
      pointsOf(match[1] as string),
    );
    expect(bands.map((points) => points.length)).toEqual([6, 4]);
    expect(lines.map((points) => points.length)).toEqual([3, 2]);
    const [band = [], line = []] = [bands[0], lines[0]];
    const perPercent = ((line[0]?.[1] ?? 0) - (line[1]?.[1] ?? 0)) / 2;
    for (const [i, std] of [1, 0.5, 2].entries()) {
      const [x, y] = line[i] as [number, number];
      const edges = band.filter(([at]) => at === x).map(([, at]) => at);
      expect(edges).toHaveLength(2);
      expect(Math.max(...edges)).toBeCloseTo(y + std * perPercent, 0);
      expect(Math.min(...edges)).toBeCloseTo(y - std * perPercent, 0);
    }
  });

  it("draws one point, equal points and none at all", () => {
    const one = { x: 3, mean: 0.5, std: 0 };
    for (const points of [[one], [one, { ...one, x: 4 }], [], [{ x: 1, mean: null, std: null }]]) {
      const svg = bandChart({ ...chart, series: [{ name: "a", points }] });
      expect(faultIn(svg)).toBeUndefined();
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      expect(svg.includes("No values")).toBe(!points.some(({ mean }) => mean !== null));
    }
  });

  it("tells four lines apart by tone and dashes", () => {
    const series = ["a", "b", "c", "d"].map((name) => ({ name, points: [{ x: 1, mean: 1, std: 0 }] }));
    const looks = [...bandChart({ ...chart, series }).matchAll(/<g class="(\w+)"><path class="(line[^"]*)" d="M1 /g)];
    expect(new Set(looks.map(([, tone, line]) => `${tone} ${line}`)).size).toBe(4);
  });
});

describe("searchSection", () => {
  const search: SearchSummary = {
    rows: [
      { name: "784-25-10", parameters: 19885, mean: 0.9, std: 0.01, scores: [0.89, 0.91], isBest: false },
      { name: "784-50-10", parameters: 39760, mean: 0.92, std: 0.005, scores: [0.915, 0.925], isBest: true },
      { name: "784-99-10", parameters: 78715, mean: null, std: null, scores: [null, undefined], isBest: false },
    ],
    networks: { xLabel: "Units", series: [{ name: "one layer", points: [{ x: 25, mean: 0.9, std: 0.01 }] }] },
    epochs: { name: "784-50-10", series: [{ name: "held out", points: [{ x: 1, mean: 0.92, std: 0.005 }] }] },
  };

  it("has the table with the best in bold, and a chart of networks and one of epochs", () => {
    const html = searchSection(search);
    expect(faultIn(html)).toBeUndefined();
    expect(html).toContain("<strong>92.00\u00a0% ± 0.50</strong>");
    expect(html).toContain("<td>90.00\u00a0% ± 1.00</td><td>89.00\u00a0%</td><td>91.00\u00a0%</td>");
    expect(html).toContain("<td>–</td><td>diverged</td><td>–</td>");
    expect(html).toContain("one layer: 90.00 ± 1.00 at 25.");
    expect(html.match(/<svg /g)).toHaveLength(2);
    expect(html).toContain("the best mean in bold");
  });

  it("does without what is not there", () => {
    expect(searchSection(undefined)).toBe("");
    const { networks: _, ...one } = { ...search, rows: search.rows.slice(0, 1) };
    const html = searchSection({ ...one, epochs: { name: "a", series: [] } });
    expect(faultIn(html)).toBeUndefined();
    expect(html).not.toMatch(/<svg|in bold/);
  });
});
