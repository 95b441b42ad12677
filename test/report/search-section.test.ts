/** Cross-validated networks in a report: bands where they belong, and the table beside them. */
import { describe, expect, it } from "vitest";
import { type SearchSummary, searchSection } from "../../src/report/search-section.js";
import { faultIn } from "./well-formed.js";

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
    expect(html).toContain("one layer: 90.00 ± 1.00 (units 25)");
    expect(html.match(/class="band"/g)).toHaveLength(2);
    expect(html.match(/<svg /g)).toHaveLength(2);
    expect(html).toContain("the best mean in bold");
  });

  it("leaves gaps where there is no mean, and tells lines apart by tone and dashes", () => {
    const points = [
      { x: 1, mean: 0.9, std: 0.01 },
      { x: 2, mean: null, std: null },
      { x: 3, mean: 0.8, std: 0.02 },
    ];
    const series = ["a", "b", "c"].map((name) => ({ name, points }));
    const html = searchSection({ ...search, networks: { xLabel: "Hidden layers", series } });
    expect(faultIn(html)).toBeUndefined();
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
    const looks = html.matchAll(
      /<g class="accent"(?: style="([^"]*)")?><path class="(line[^"]*)" d="(M[\d.]+,[^"]*)"/g,
    );
    const lines = [...looks].slice(0, 3);
    expect(new Set(lines.map(([, style, line]) => `${style} ${line}`)).size).toBe(3);
    for (const [, , , path] of lines) expect(path?.match(/M/g)).toHaveLength(2);
  });

  it("does without what is not there", () => {
    expect(searchSection(undefined)).toBe("");
    const { networks: _, ...one } = { ...search, rows: search.rows.slice(0, 1) };
    const html = searchSection({ ...one, epochs: { name: "a", series: [] } });
    expect(faultIn(html)).toBeUndefined();
    expect(html).not.toMatch(/<svg|in bold/);
  });
});
