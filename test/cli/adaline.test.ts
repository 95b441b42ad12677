/** `wasmlp adaline`, run in this process: what it prints, saves and refuses. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { faultIn } from "../report/well-formed.js";
import { memoryHost, runInMemory } from "./memory-host.js";

const root = mkdtempSync(join(tmpdir(), "wasmlp-adaline-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let runs = 0;
/** Runs the command into a directory of its own. */
async function adaline(words: string, host = memoryHost()) {
  const directory = join(root, String(runs++));
  const result = await runInMemory(["adaline", ...words.split(" "), "--out", directory], host);
  return { ...result, directory, json: () => JSON.parse(readFileSync(join(directory, "history.json"), "utf8")) };
}

describe("wasmlp adaline", () => {
  it("prints the losses of the chapter, the last weights and the accuracy", async () => {
    const { exitCode, out, err } = await adaline("--eta 0.5 --epochs 20 --standardize --backend reference-f64");
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toContain("Iris: 100 rows, setosa and versicolor, sepal length, petal length, standardized\n");
    expect(out).toContain("Adaline, gradient descent, eta 0.5, 20 epochs, seed 1, reference-f64\n");
    expect(out).toContain("\n 1/20    0.494244\n 2/20    0.165335\n");
    expect(out).toContain("\n20/20    0.012263\n");
    expect(out).toMatch(/\nweights +-0\.086144054, 0\.54746776\nbias +0\.50000000\naccuracy +100\.00 %\n/);
  });

  it("saves numbers and two figures, and nothing besides", async () => {
    const { directory, json, out } = await adaline("--batch sgd --epochs 15 --standardize");
    expect(readdirSync(directory).sort()).toEqual(["decision-regions.svg", "history.json", "losses.svg"]);
    for (const name of ["decision-regions.svg", "losses.svg"]) {
      expect(faultIn(readFileSync(join(directory, name), "utf8"))).toBeUndefined();
      expect(out).toContain(join(directory, name));
    }
    const saved = json();
    expect(saved).toMatchObject({
      settings: { eta: 0.01, epochs: 15, batch: "sgd", seed: 1 },
      stopped: "completed",
      accuracy: 1,
    });
    expect(saved.command).toBe(`wasmlp adaline --batch sgd --epochs 15 --standardize --out ${directory}`);
    expect(saved.epochs).toHaveLength(15);
    expect(saved.epochs[0].loss).toBeCloseTo(0.134453, 5);
    expect(saved.weights.map((weight: number) => weight.toFixed(4))).toEqual(["-0.0787", "0.5674"]);
    expect(saved.standardization.mean[0]).toBeCloseTo(5.471, 12);
  });

  it("learns by mini-batches, and from plain features", async () => {
    const { json, out } = await adaline("--batch 32 --epochs 3");
    expect(out).toContain("petal length in cm\nAdaline, mini-batches of 32, eta 0.01, 3 epochs, seed 1\n");
    expect(json().standardization).toBeUndefined();
    expect(json().epochs).toHaveLength(3);
  });

  it("shows a learning rate that diverges for as long as there are numbers, and ends well", async () => {
    const { exitCode, out, err } = await adaline("--eta 0.1 --epochs 15");
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toContain("\n 2/15   12.989055\n");
    expect(out).toContain("\n15/15   1.7476e23\n");
  });

  it("keeps the epochs there were when numbers run out, and fails", async () => {
    const { exitCode, out, err, json, directory } = await adaline("--eta 0.1 --epochs 100");
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^wasmlp: training diverged in epoch \d+, step 1: expected finite numbers, got .*\n$/);
    const { stopped, epochs } = json();
    expect(stopped).toBe("diverged");
    expect(epochs.length).toBeGreaterThan(15);
    expect(out).toContain(`stopped   diverged after ${epochs.length} of 100 epochs\n`);
    expect(readdirSync(directory)).toHaveLength(3);
  });

  it("prints nothing but JSON with --json", async () => {
    const { out, err, directory } = await adaline("--epochs 2 --json");
    const objects = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(err).toBe("");
    expect(objects.map(({ type }) => type)).toEqual(["epoch", "epoch", "result"]);
    expect(Object.keys(objects[0])).toEqual(["type", "epoch", "epochs", "loss"]);
    expect(Object.keys(objects[2])).toEqual("type stopped epochs weights bias accuracy files".split(" "));
    expect(objects[2].files.regions).toBe(join(directory, "decision-regions.svg"));
  });

  it("stops at Ctrl-C and saves what was reached", async () => {
    const host = memoryHost();
    host.onWrite = (text) => {
      if (text.startsWith("      2/1000000")) host.interrupt();
    };
    const { exitCode, out, json } = await adaline("--epochs 1000000", host);
    expect(exitCode).toBe(130);
    expect(out).toMatch(/stopped +aborted after 2 of 1000000 epochs/);
    expect([json().stopped, json().epochs.length]).toEqual(["aborted", 2]);
  });

  it("refuses options that are none, and a place it cannot write to before it trains", async () => {
    for (const [words, said] of [
      ["--eta -1", "wasmlp: --eta: expected a number of at least 0, got -1\n"],
      ["--eta much", "wasmlp: --eta: expected a number, got much\n"],
      ["--batch 0", "wasmlp: --batch: expected a whole number of at least 1, got 0\n"],
      ["--batch some", "wasmlp: --batch: expected gd, sgd or a whole number of at least 1, got some\n"],
      ["--epochs 0", "wasmlp: --epochs: expected a whole number of at least 1, got 0\n"],
    ] as const)
      expect(await adaline(words)).toMatchObject({ exitCode: 2, out: "", err: said });
    mkdirSync(join(root, String(runs), "losses.svg"), { recursive: true });
    const { exitCode, out, err } = await adaline("--epochs 1");
    expect([exitCode, out]).toEqual([1, ""]);
    expect(err).toMatch(/losses\.svg: expected a file that can be written, got a directory/);
  });
});
