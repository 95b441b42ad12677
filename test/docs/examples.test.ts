/**
 * Every example runs once, as a stranger would run it, prints what it should and draws whole figures; what they print
 * and draw is what the chapter's pages quote and show.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawnFigures, exampleNames, figureComplaints, pageComplaints, runExample } from "../../scripts/chapter.mjs";
import { faultIn } from "../report/well-formed.js";

const folder = mkdtempSync(join(tmpdir(), "wasmlp-examples-"));
const outputs = new Map<string, string>();
beforeAll(() => {
  for (const name of exampleNames()) outputs.set(name, runExample(name, folder));
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What an example printed. */
function printed(name: string): string {
  expect(outputs.has(name), `examples/${name}.ts`).toBe(true);
  return outputs.get(name) as string;
}

/** The numbers that a pattern finds, in order. */
function numbersIn(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].map(([, number]) => Number(number));
}

describe("the examples", () => {
  it("draw whole figures", () => {
    const names = drawnFigures(folder);
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      const svg = readFileSync(join(folder, name), "utf8");
      expect(faultIn(svg.replace(/<style>[^<]*<\/style>/, "")), name).toBeUndefined();
      expect(svg, name).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it("quickstart.ts learns", () => {
    const output = printed("quickstart");
    expect(Number(/test accuracy ([\d.]+)/.exec(output)?.[1])).toBeGreaterThan(0.85);
    expect(output.match(/^epoch \d: loss [\d.]+, validation accuracy [\d.]+$/gm)).toHaveLength(3);
  });

  it("resume.ts ends as if it had never stopped", () => {
    const output = printed("resume");
    expect(output).toMatch(/^aborted in epoch 13, after 10 mini-batches of it\n30 epochs in all, loss 0\.\d{4}\n/);
    expect(output).toContain("the weights of a run that never stopped: true\n");
  });

  it("perceptron.ts makes the book's updates", () => {
    const output = printed("perceptron");
    expect(output).toContain("first weights 0.01624345, -0.00611756, bias 0\n");
    expect(output).toContain("updates an epoch 2, 2, 3, 2, 1, 0, 0, 0, 0, 0\n");
    expect(output).toContain("accuracy 1\n");
  });

  it("adaline.ts has the book's losses and weights", () => {
    const output = printed("adaline");
    expect(output).toMatch(/losses 0\.434769 .* 1\.7476e\+23\n/);
    expect(output).toMatch(/losses 0\.434769 .* 0\.381727\n/);
    expect(output).toMatch(
      /losses 0\.494244 0\.165335 .* 0\.012263\n {2}weights -0\.08614\d+, 0\.54746\d+, bias 0\.500000\n {2}accuracy 1\n/,
    );
    expect(output).toMatch(
      /losses 0\.134453 0\.028081 .* 0\.012458\n {2}weights -0\.07867\d+, 0\.56739\d+, bias 0\.508896\n {2}accuracy 1\n/,
    );
    expect(output).toMatch(/after one more row\n {2}weights -0\.07891\d+, 0\.56696\d+, bias 0\.50931\d+\n/);
  });

  it("forward-propagation.ts: a unit by hand is the network's", () => {
    const [, byHand, network] = /by hand: z [-\d.]+, a ([\d.]+); the network: ([\d.]+)\n/.exec(
      printed("forward-propagation"),
    ) as RegExpExecArray;
    expect(byHand).toBe(network);
    expect(printed("forward-propagation")).toContain("activations of layer 1: [3, 50]");
    const [ours, evaluated] =
      printed("forward-propagation").match(/(?<=^(?:by hand|evaluate): )[\d.]+ a row.*$/gm) ?? [];
    expect(ours).toMatch(/^\d\.\d{4} a row, \d\.\d{4} an output$/);
    expect(evaluated).toBe(ours);
    expect(printed("forward-propagation")).toContain("σ(0) = 0.5000");
  });

  it("obtaining-mnist.ts reads back what it wrote and splits as scikit-learn does", () => {
    const output = printed("obtaining-mnist");
    expect(output).toContain("header 00 00 08 03 00 00 00 03 00 00 00 1c 00 00 00 1c\n");
    expect(output).toContain("of each digit 5424 6189 5492 5611 5362 4960 5403 5730 5362 5467\n");
    expect(output).toContain("first labels 5 9 6 5 3 8 9 8 8 6\n");
    expect(output).toContain("gives the same rows: true\n");
  });

  it("training.ts reaches every published accuracy within 0.1 points", () => {
    const output = printed("training");
    const rows = [...output.matchAll(/^ +\d+ +[\d.]+ +[\d.]+ +([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+)$/gm)];
    expect(rows).toHaveLength(9);
    for (const row of rows) {
      const [training, published, validation, publishedToo] = row.slice(1).map(Number) as [
        number,
        number,
        number,
        number,
      ];
      expect(Math.abs(training - published)).toBeLessThan(0.1);
      expect(Math.abs(validation - publishedToo)).toBeLessThan(0.1);
    }
    expect(Math.abs(Number(/test accuracy ([\d.]+) %/.exec(output)?.[1]) - 94.54)).toBeLessThan(0.1);
  });

  it("evaluating.ts scores the model that training.ts left", () => {
    const output = printed("evaluating");
    const [, share] = /test rows right: ([\d.]+) %/.exec(output) as RegExpExecArray;
    expect(printed("training")).toContain(`test accuracy ${share} %`);
    const counts = [...output.matchAll(/^ {16}\d((?: +\d+){10})$/gm)].flatMap(([, row]) =>
      (row as string).trim().split(/ +/).map(Number),
    );
    expect(counts).toHaveLength(100);
    expect(counts.reduce((sum, count) => sum + count)).toBe(10_000);
    expect(Number(/p = (\S+)/.exec(output)?.[1])).toBeLessThan(0.01);
  });

  it("comparison.ts comes within 1 point of the published accuracy of another network", () => {
    const [test] = numbersIn(printed("comparison"), /^784-32-16-10 +\d+ +[\d.]+ +([\d.]+)/gm);
    expect(Math.abs((test as number) - 96.45)).toBeLessThan(1);
  });

  it("backpropagation.ts works one step out and finds its gradient by differences", () => {
    const output = printed("backpropagation");
    // Numbers of fixtures/python/worked-step.json.
    for (const number of ["0.44492665", "0.15254311", "-0.18592940", "0.71722942"]) expect(output).toContain(number);
    const errors = numbersIn(output, /relative error (\S+),/g);
    expect(errors).toHaveLength(2);
    for (const error of errors) expect(error).toBeLessThan(1e-8);
  });

  it("vanishing-gradients.ts: of eight layers of sigmoid the first gets next to nothing, of relu it gets its share", () => {
    const output = printed("vanishing-gradients");
    const ratios = numbersIn(output, /8 hidden .* first \/ last (\S+)/g);
    expect(ratios).toHaveLength(4);
    const [sigmoidGlorot, sigmoidHe, reluGlorot, reluHe] = ratios as [number, number, number, number];
    expect(sigmoidGlorot).toBeLessThan(1e-4);
    expect(sigmoidHe).toBeLessThan(1e-3);
    for (const ratio of [reluGlorot, reluHe]) expect(ratio > 0.1 && ratio < 10, `${ratio}`).toBe(true);
    expect(output).toMatch(/stopped learning: layers 1, 2/);
    const accuracies = numbersIn(output, /accuracy (\S+) %/g);
    expect(accuracies[0]).toBeLessThan(20);
    expect(accuracies[3]).toBeGreaterThan(80);
  });

  it("convergence.ts: more updates from the same samples end lower, and a rate can be too large", () => {
    const output = printed("convergence");
    const [full, mini, online] = numbersIn(output, /updates: loss (\S+)/g);
    expect(full).toBeGreaterThan(mini as number);
    expect(mini).toBeGreaterThan(online as number);
    const ends = numbersIn(output, / loss [\d. ]* ([\d.]+)$/gm);
    const [small, right, large] = ends as [number, number, number];
    expect(right).toBeLessThan(0.5);
    expect(small).toBeGreaterThan(2);
    expect(large).toBeGreaterThan(5);
  });

  it("cross-validation.ts validates, searches and draws its curves", () => {
    const output = printed("cross-validation");
    expect(output.match(/^ {2}fold \d+: accuracy 0\.\d{3}$/gm)).toHaveLength(10);
    expect(output.match(/ <- best$/gm)).toHaveLength(1);
    expect(output).toContain(
      "  9 of the networks, 2 epochs each\n  3 of the networks, 6 epochs each\n  1 of the networks, 18 epochs each\n",
    );
    const heldOut = numbersIn(output, /rows trained on \d+: .* held out (\S+) %/g);
    expect(heldOut).toHaveLength(5);
    expect(
      heldOut.toSorted((a, b) => a - b),
      "more rows, better scores",
    ).toEqual(heldOut);
    for (const name of ["learning-curve", "validation-curve"])
      expect(readFileSync(join(folder, `${name}.svg`), "utf8").match(/class="band"/g), name).toHaveLength(2);
  });

  it("local-minima.ts: descents from some starts end in the local minimum, from others in the global one", () => {
    const output = printed("local-minima");
    expect(output.match(/to the local minimum +\(0\.160, -0\.131\), loss 0\.08213/g)).toHaveLength(3);
    expect(output.match(/to the global minimum .*, loss 0\.06(39|40)\d/g)).toHaveLength(4);
  });
});

describe("the chapter", () => {
  it("shows the figures that the examples draw", () => {
    expect(figureComplaints(folder)).toEqual([]);
  });

  it("quotes the examples' code and what they print", () => {
    expect(pageComplaints(outputs)).toEqual([]);
  });
});
