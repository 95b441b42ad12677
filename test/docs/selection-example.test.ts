/** The example of model selection runs as a stranger would run it, and shows what it says it shows. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { faultIn } from "../report/well-formed.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "wasmlp-figures-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("cross-validation.ts validates, searches and draws its curves", () => {
  const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
  const words = [tsx, "examples/cross-validation.ts", folder];
  const output = execFileSync(process.execPath, words, { cwd: root, encoding: "utf8" });
  expect(output.match(/^ {2}fold \d+: accuracy 0\.\d{3}$/gm)).toHaveLength(10);
  expect(output.match(/ <- best$/gm)).toHaveLength(1);
  expect(output).toContain(
    "  9 of the networks, 2 epochs each\n  3 of the networks, 6 epochs each\n  1 of the networks, 18 epochs each\n",
  );
  const heldOut = [...output.matchAll(/rows trained on \d+: .* held out (\S+) %/g)].map(([, value]) => Number(value));
  expect(heldOut).toHaveLength(5);
  expect(
    heldOut.toSorted((a, b) => a - b),
    "more rows, better scores",
  ).toEqual(heldOut);
  for (const name of ["learning-curve", "validation-curve"]) {
    const svg = readFileSync(join(folder, `${name}.svg`), "utf8");
    expect(faultIn(svg.replace(/<style>[^<]*<\/style>/, "")), name).toBeUndefined();
    expect(svg.match(/class="band"/g)).toHaveLength(2);
  }
});
