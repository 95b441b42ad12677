/** The examples of chapter 2 run as a stranger would run them, print the book's numbers and draw whole figures. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { faultIn } from "../report/well-formed.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "wasmlp-examples-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What an example prints, and the figures it leaves, each well-formed. */
function run(example: string): { output: string; figures: string[] } {
  const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
  const figures = join(folder, example);
  const words = [tsx, `examples/${example}.ts`, figures];
  const output = execFileSync(process.execPath, words, { cwd: root, encoding: "utf8" });
  const names = readdirSync(figures).sort();
  for (const name of names) expect(faultIn(readFileSync(join(figures, name), "utf8")), name).toBeUndefined();
  return { output, figures: names };
}

it("examples/perceptron.ts", () => {
  const { output, figures } = run("perceptron");
  expect(output).toContain("first weights 0.01624345, -0.00611756, bias 0\n");
  expect(output).toContain("updates an epoch 2, 2, 3, 2, 1, 0, 0, 0, 0, 0\n");
  expect(output).toContain("accuracy 1\n");
  expect(figures).toEqual(["perceptron-regions.svg", "perceptron-updates.svg"]);
});

it("examples/adaline.ts", () => {
  const { output, figures } = run("adaline");
  expect(output).toMatch(/losses 0\.434769 .* 1\.7476e\+23\n/);
  expect(output).toMatch(/losses 0\.434769 .* 0\.381727\n/);
  expect(output).toMatch(
    /losses 0\.494244 0\.165335 .* 0\.012263\n {2}weights -0\.08614\d+, 0\.54746\d+, bias 0\.500000\n {2}accuracy 1\n/,
  );
  expect(output).toMatch(
    /losses 0\.134453 0\.028081 .* 0\.012458\n {2}weights -0\.07867\d+, 0\.56739\d+, bias 0\.508896\n {2}accuracy 1\n/,
  );
  expect(output).toMatch(/after one more row\n {2}weights -0\.07891\d+, 0\.56696\d+, bias 0\.50931\d+\n/);
  expect(figures).toHaveLength(5);
});
