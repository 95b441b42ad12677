/** Models and points of *Plane* as text: links and files. */
import { describe, expect, it } from "vitest";
import { initialSettings, readSettings, writeSettings } from "../src/state/link.js";
import { planeSchema } from "../src/state/plane/plane-settings.js";
import { readPoints, writeCsv, writeJson } from "../src/state/plane/points-file.js";
import { kernelRowsOf } from "../src/state/race/kernel-table.js";
import { medianOf } from "../src/state/race/median.js";
import { rowsOf } from "../src/state/race/race-table.js";

const points = [
  { x: 0.1234567, y: -2e-7, label: 0 },
  { x: 3, y: 1e6, label: 1 },
] as const;

describe("the link of Plane", () => {
  it("holds every setting, layers and points included", () => {
    const model = { kind: "mlp", loss: "mse", optimizer: "sgd", rate: 0.25, batch: 7, seed: 9 } as const;
    const layers = [
      { units: 3, activation: "relu" },
      { units: 64, activation: "leakyRelu" },
    ] as const;
    const settings = { ...initialSettings(planeSchema), data: "own" as const, models: [{ ...model, layers }], points };
    const text = writeSettings(planeSchema, settings);
    expect(text).toContain("models=mlp~3-relu_64-leakyRelu~mse~sgd~0.25~7~9");
    expect(readSettings(planeSchema, text)).toEqual({ settings, problems: [] });
  });

  it.each([
    ["models=mlp~8-tanh~mse~adam~0.03~10", "models: expected 1 to 4 items"],
    ["models=mlp~65-tanh~mse~adam~0.03~10~1", "models: expected 1 to 4 items"],
    ["points=1_2_c", "points: expected 0 to 300 items"],
    ["points=1__a", "points: expected 0 to 300 items"],
  ])("says what is wrong with %s", (text, problem) => {
    expect(readSettings(planeSchema, text).problems.join()).toContain(problem);
  });
});

describe("files of points", () => {
  it("are read as they were written, as CSV and as JSON", () => {
    expect(readPoints(writeCsv(points), "p.csv")).toEqual(points);
    expect(readPoints(writeJson(points), "p.json")).toEqual(points);
    expect(readPoints("1;2;1\n\n3;4;0\n", "p.csv")).toEqual([
      { x: 1, y: 2, label: 1 },
      { x: 3, y: 4, label: 0 },
    ]);
  });

  it.each([
    ["x,y,class\n", "p: expected 1 to 300 points, got 0"],
    ["1,2,A\n".repeat(301), "p: expected 1 to 300 points, got 301"],
    ["1,,A", "p, line 1: expected a number within ±1000000, got “”"],
    ["1,2,C", "p, line 1: expected class A or B, got “C”"],
    ["1,2", "p, line 1: expected class A or B, got nothing"],
    ['{"points":[{"x":1,"y":null,"class":"A"}]}', "p, point 1: expected a number within ±1000000, got “null”"],
    ['{"points":3}', 'p: expected "points", a list, got number'],
    ["{", "p: expected JSON, got what is none"],
    ["[null]", "p, point 1: expected a number within ±1000000, got nothing"],
  ])("are refused: %j", (text, message) => {
    expect(() => readPoints(text, "p")).toThrow(message);
  });
});

describe("the table of a race", () => {
  it("has the median, the spread, and how many times as fast as plain JavaScript", () => {
    const contenders = [
      { name: "plain JavaScript", threads: 0 },
      { name: "wasmlp, 1 thread", threads: 1 },
      { name: "wasmlp, 2 threads", threads: 2 },
    ];
    const heat = { title: "", flopsPerSample: 1e6, contenders, apart: 0, checkedSteps: 1 };
    expect(rowsOf({ ...heat, rates: [[3, 1, 2], [20, 40], []] })).toEqual([
      { name: "plain JavaScript", median: 2, least: 1, most: 3, gigaflops: 0.002 },
      { name: "wasmlp, 1 thread", median: 30, least: 20, most: 40, gigaflops: 0.03, factor: 15 },
    ]);
    expect([medianOf([]), medianOf([5]), medianOf([1, 9, 3])]).toEqual([0, 5, 3]);
  });

  it("has of each kernel its share of the ceiling, round by round", () => {
    const names = ["ceiling", "forward", "not yet"];
    expect(kernelRowsOf({ names, rates: [[40, 20, 30], [30, 18, 24], []] })).toEqual([
      { name: "ceiling", median: 30, least: 20, most: 40, share: 1 },
      { name: "forward", median: 24, least: 18, most: 30, share: 0.8 },
    ]);
  });
});
