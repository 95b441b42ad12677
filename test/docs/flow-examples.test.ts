/** The examples that look into networks run as a stranger would run them, and show what they say they show. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { faultIn } from "../report/well-formed.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "wasmlp-figures-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What an example prints. */
function run(name: string): string {
  const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
  return execFileSync(process.execPath, [tsx, `examples/${name}.ts`, folder], { cwd: root, encoding: "utf8" });
}

function expectFigures(...names: string[]): void {
  const found = readdirSync(folder);
  for (const name of names) {
    expect(found).toContain(`${name}.svg`);
    const svg = readFileSync(join(folder, `${name}.svg`), "utf8");
    expect(faultIn(svg.replace(/<style>[^<]*<\/style>/, "")), name).toBeUndefined();
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  }
}

describe("the examples", () => {
  it("backpropagation.ts works one step out and finds its gradient by differences", () => {
    const output = run("backpropagation");
    // Numbers of fixtures/python/worked-step.json.
    for (const number of ["0.44492665", "0.15254311", "-0.18592940", "0.71722942"]) expect(output).toContain(number);
    const errors = [...output.matchAll(/relative error (\S+),/g)].map(([, error]) => Number(error));
    expect(errors).toHaveLength(2);
    for (const error of errors) expect(error).toBeLessThan(1e-8);
    expectFigures("backpropagation");
  });

  it("vanishing-gradients.ts: of eight layers of sigmoid the first gets next to nothing, of relu it gets its share", () => {
    const output = run("vanishing-gradients");
    const ratios = [...output.matchAll(/8 hidden .* first \/ last (\S+)/g)].map(([, ratio]) => Number(ratio));
    expect(ratios).toHaveLength(4);
    const [sigmoidGlorot, sigmoidHe, reluGlorot, reluHe] = ratios as [number, number, number, number];
    expect(sigmoidGlorot).toBeLessThan(1e-4);
    expect(sigmoidHe).toBeLessThan(1e-3);
    for (const ratio of [reluGlorot, reluHe]) expect(ratio > 0.1 && ratio < 10, `${ratio}`).toBe(true);
    expect(output).toMatch(/stopped learning: layers 1, 2/);
    const accuracies = [...output.matchAll(/accuracy (\S+) %/g)].map(([, accuracy]) => Number(accuracy));
    expect(accuracies[0]).toBeLessThan(20);
    expect(accuracies[3]).toBeGreaterThan(80);
    expectFigures("vanishing-by-layer", "vanishing-by-depth");
  });

  it("convergence.ts: more updates from the same samples end lower, and a rate can be too large", () => {
    const output = run("convergence");
    const [full, mini, online] = [...output.matchAll(/updates: loss (\S+)/g)].map(([, loss]) => Number(loss));
    expect(full).toBeGreaterThan(mini as number);
    expect(mini).toBeGreaterThan(online as number);
    const ends = [...output.matchAll(/ loss [\d. ]* ([\d.]+)$/gm)].map(([, loss]) => Number(loss));
    const [small, right, large] = ends as [number, number, number];
    expect(right).toBeLessThan(0.5);
    expect(small).toBeGreaterThan(2);
    expect(large).toBeGreaterThan(5);
    expectFigures("convergence-samples", "convergence-time", "learning-rates");
  });

  it("local-minima.ts: descents from some starts end in the local minimum, from others in the global one", () => {
    const output = run("local-minima");
    expect(output.match(/to the local minimum +\(0\.160, -0\.131\), loss 0\.08213/g)).toHaveLength(3);
    expect(output.match(/to the global minimum .*, loss 0\.06(39|40)\d/g)).toHaveLength(4);
    expectFigures("local-minima");
  });
});
