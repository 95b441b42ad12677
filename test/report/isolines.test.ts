import { describe, expect, it } from "vitest";
import { type GridPoint, isolines } from "../../src/report/isolines.js";

/** Heights of `f` at whole columns and rows from 0. */
function grid(columns: number, rows: number, f: (x: number, y: number) => number): number[] {
  return Array.from({ length: rows * columns }, (_, i) => f(i % columns, Math.floor(i / columns)));
}

const isBetween = (level: number, low: number, high: number): boolean => low <= level && level <= high;

describe("isolines", () => {
  it("of a slope are one straight line from edge to edge", () => {
    const lines = isolines(
      grid(4, 5, (x) => x),
      4,
      1.25,
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]?.map(([column]) => column)).toEqual([1.25, 1.25, 1.25, 1.25, 1.25]);
    expect(lines[0]?.map(([, row]) => row).sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it("of a bowl are closed and lie at the height asked for", () => {
    const bowl = (x: number, y: number): number => (x - 10) ** 2 + (y - 8) ** 2;
    const lines = isolines(grid(21, 17, bowl), 21, 30);
    expect(lines).toHaveLength(1);
    const line = lines[0] as GridPoint[];
    expect(line.length).toBeGreaterThan(20);
    expect(line[0]).toEqual(line.at(-1));
    // Between points of the grid heights are read off straight, which for a parabola errs by at most 1/4.
    for (const [x, y] of line) expect(isBetween(bowl(x, y), 29.75, 30), `${x}, ${y}`).toBe(true);
  });

  it("of two hills are two, and further down one around both", () => {
    const from = (x: number, y: number): number => (x - 7) ** 2 + (y - 7) ** 2;
    const hills = grid(25, 15, (x, y) => -Math.min(from(x, y), from(x - 10, y)));
    expect(isolines(hills, 25, -10)).toHaveLength(2);
    expect(isolines(hills, 25, -30)).toHaveLength(1);
  });

  it("pass a saddle on the side its middle decides", () => {
    const ends = (values: number[]): string[] =>
      isolines(values, 2, 0.5)
        .map((line) => line.map((point) => point.join(" ")).sort())
        .map((line) => line.join(" – "))
        .sort();
    // The corners at (0, 0) and (1, 1) are up. With the middle up they hang together, and the lines cut the others off …
    expect(ends([1, 0, 0, 1])).toEqual(["0 0.5 – 0.5 1", "0.5 0 – 1 0.5"]);
    // … with the middle down the lines cut them off themselves; so too where the other two corners are up.
    expect(ends([1, 0, 0, 0.75]).map((line) => line.slice(0, 5))).toEqual(["0 0.5", "0.666"]);
    expect(ends([0, 1, 1, 0])).toEqual(["0 0.5 – 0.5 0", "0.5 1 – 1 0.5"]);
    expect(ends([0, 1, 0.75, 0]).map((line) => line.slice(-5))).toEqual(["333 1", "1 0.5"]);
  });

  it("are none where the level is not reached, and pass by what is not finite", () => {
    expect(
      isolines(
        grid(5, 5, (x) => x),
        5,
        9,
      ),
    ).toEqual([]);
    const values = grid(5, 5, (x) => x);
    values[12] = Number.NaN;
    const lines = isolines(values, 5, 1.5);
    expect(lines.flat().every((point) => point.every(Number.isFinite))).toBe(true);
    expect(lines).toHaveLength(2);
  });
});
