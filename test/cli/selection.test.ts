/** `wasmlp cv` and `wasmlp search`, run in this process on 200 rows: what they print, save, resume and refuse. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Candidate, gridSearch, mnist } from "../../src/node/entry.js";
import { loadModel } from "../../src/node/models.js";
import { faultIn } from "../report/well-formed.js";
import { memoryHost, runInMemory } from "./memory-host.js";
import { writeTinyDigits } from "./tiny-digits.js";

const root = mkdtempSync(join(tmpdir(), "wasmlp-selection-"));
const data = ["--data-dir", join(root, "data"), "--split", "standard"];
const quick = [...data, "--folds", "4", "--batch-size", "10", "--epochs", "2"];
const grid = ["--hidden", "4,8", "--depth", "1..2"];
const out = join(root, "search");
const words = ["search", ...quick, ...grid, "--out", out];
let searched: Awaited<ReturnType<typeof runInMemory>>;

beforeAll(async () => {
  writeTinyDigits(join(root, "data"));
  searched = await runInMemory(words);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const json = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
// biome-ignore lint/suspicious/noExplicitAny: whatever the file holds
const results = (directory: string): any => JSON.parse(readFileSync(join(directory, "results.json"), "utf8"));
const shapes = ["784-4-10", "784-8-10", "784-4-4-10", "784-8-8-10"];

describe("wasmlp search", () => {
  it("prints a line a network, then the table with the best one marked", () => {
    expect(searched).toMatchObject({ exitCode: 0, err: "" });
    const lines = searched.out.split("\n");
    expect(lines[0]).toBe("MNIST, standard split: 200 training rows in 4 folds");
    expect(lines[1]).toBe("4 networks: 1 or 2 hidden layers of 4 or 8 units, relu, loss crossEntropy");
    expect(lines[2]).toBe("Adam 0.001, batch 10, 2 epochs, seed 123, 16 fits");
    for (const [i, shape] of shapes.entries())
      expect(lines[4 + i]).toMatch(new RegExp(`^${i + 1}/4  ${shape}  \\d+\\.\\d\\d % ± \\d+\\.\\d\\d$`));
    const table = lines.slice(9, 14);
    expect(table[0]).toMatch(/^ +network +parameters +accuracy +lowest +highest$/);
    const { trials, best } = results(out).result;
    for (const [i, shape] of shapes.entries())
      expect(table[i + 1]).toMatch(new RegExp(`^${i === best.trial ? "\\*" : " "} +${shape} .* ± `));
    expect(best.mean).toBe(Math.max(...trials.map(({ mean }: { mean: number }) => mean)));
    expect(searched.out).toMatch(new RegExp(`\nbest +${shapes[best.trial]}, accuracy .* over 4 folds\n`));
    expect(searched.out).toMatch(/\ntest +accuracy \d+\.\d\d %, trained on all 200 rows\n/);
    expect(searched.out).not.toContain("\x1b");
  });

  it("saves what gridSearch gives, and the best network trained on all rows", async () => {
    expect(readdirSync(out).sort()).toEqual(["model.safetensors", "report.html", "results.json"]);
    const { train } = await mnist.load({ directory: join(root, "data"), split: "standard", scale: 2 / 255, shift: -1 });
    const saved = results(out);
    const make = ({ hidden }: { hidden: number[] }): Candidate => ({
      model: {
        inputs: 784,
        layers: [
          ...hidden.map((units) => ({ units, activation: "relu" as const })),
          { units: 10, activation: "softmax" },
        ],
        loss: "crossEntropy",
        seed: 123,
      },
      fit: { epochs: 2, batchSize: 10, dropLast: true, optimizer: saved.settings.optimizer },
    });
    const { trials, best } = await gridSearch(train, { hidden: [[4], [8], [4, 4], [8, 8]] }, make, { folds: 4 });
    const scores = (all: typeof trials): unknown =>
      all.map(({ mean, std, folds }) => [mean, std, folds.map((fold) => fold.validation)]);
    expect(scores(saved.result.trials)).toEqual(scores(trials));
    expect(saved.result.best.trial).toBe(best?.trial);
    const model = await loadModel(join(out, "model.safetensors"));
    expect(model.architecture.layers.map(({ units }) => units).slice(0, -1)).toEqual(
      saved.result.best.parameters.hidden,
    );
    const [score] = json((await runInMemory(["evaluate", join(out, "model.safetensors"), ...data, "--json"])).out);
    expect(score).toMatchObject(saved.test);
  });

  it("gives the same table and the same model on one thread and on two", async () => {
    const [one, two] = [join(root, "one"), join(root, "two")];
    await runInMemory([...words, "--threads", "1", "--out", one, "--no-report"]);
    await runInMemory([...words, "--threads", "2", "--out", two, "--no-report"]);
    expect(JSON.stringify(results(two).result)).toBe(JSON.stringify(results(one).result));
    expect(readFileSync(join(two, "model.safetensors"))).toEqual(readFileSync(join(one, "model.safetensors")));
    expect(existsSync(join(one, "report.html"))).toBe(false);
  });

  it("reports the table, the curves with their bands and the best network", () => {
    const html = readFileSync(join(out, "report.html"), "utf8");
    expect(faultIn(html)).toBeUndefined();
    expect(html).not.toMatch(/NaN|Infinity|undefined|\[object/);
    expect(html).toContain("<h1>4 networks on MNIST, 4-fold cross-validation</h1>");
    const best = shapes[results(out).result.best.trial];
    expect(html).toContain(`<strong>${best}</strong>`);
    expect(html).toContain("<h2>Validation curve</h2>");
    expect(html).toContain(`<h2>Epochs of ${best}</h2>`);
    expect(html.match(/class="band"/g)).toHaveLength(3);
    expect(html).toContain("Which class was taken for which");
    expect(html).toContain("wasmlp search");
  });

  it("prints nothing but JSON with --json", async () => {
    const { out: text, err } = await runInMemory([...words, "--json", "--out", join(root, "json")]);
    const objects = json(text);
    expect(err).toBe("");
    expect(objects.map(({ type }) => type)).toEqual([...Array(16).fill("fit"), "result"]);
    expect(Object.keys(objects[0] ?? {})).toEqual("type network shape hidden fold score loss".split(" "));
    expect(objects[5]).toMatchObject({ network: 1, shape: "784-8-10", hidden: [8], fold: 2 });
    const { best, networks, files } = objects[16] as Record<string, unknown> & { networks: unknown[] };
    expect(networks).toHaveLength(4);
    expect(networks).toContainEqual(best);
    expect(files).toMatchObject({ results: join(root, "json/results.json") });
  });

  it("shows one line that is drawn again on a terminal, and leaves none of it", async () => {
    const host = memoryHost({ isTerminal: true, columns: 60 });
    const { out: text } = await runInMemory([...words, "--no-report", "--out", join(root, "tty")], host);
    const [hide, show] = ["\x1b[?25l", "\x1b[?25h"];
    const [before = "", drawn = "", ...more] = text.replaceAll(show, hide).split(hide);
    expect(before).toMatch(/16 fits\n$/);
    expect(drawn).toMatch(/^\r +\d+\/16 fits {2}[█░]+ {2}(best \S+ % {2})?\S+ left/);
    expect(more.at(-1)).toMatch(/^\n +network/);
    expect(text).not.toMatch(/^1\/4/m);
  });

  it("draws rows by class with --rows", async () => {
    const directory = join(root, "rows");
    await runInMemory([...words, "--rows", "60", "--out", directory, "--no-report"]);
    const { data: used, result } = results(directory);
    expect(used.rows).toEqual({ train: 200, folded: 60, test: 50 });
    for (const { folds } of result.trials)
      for (const { score } of folds) expect(score * 15).toBeCloseTo(Math.round(score * 15), 9);
  });
});

describe("Ctrl-C and --resume", () => {
  /** Stops after the second network. */
  const interrupted = async (directory: string): Promise<Awaited<ReturnType<typeof runInMemory>>> => {
    const host = memoryHost();
    host.onWrite = (text) => {
      if (text.startsWith("2/4")) host.interrupt();
    };
    return runInMemory([...words, "--epochs", "30", "--out", directory], host);
  };

  it("keeps the fits that are done, and goes on from them to the same table", async () => {
    const directory = join(root, "stopped");
    const { exitCode, err, out: text } = await interrupted(directory);
    expect([exitCode, err]).toEqual([130, ""]);
    const done = Number(/stopped +interrupted after (\d+) of 16 fits; --resume goes on from there/.exec(text)?.[1]);
    expect(done).toBeGreaterThanOrEqual(8);
    expect(done).toBeLessThan(16);
    expect(text).toMatch(/\n +784-8-8-10 .* - .*0 of 4 folds done\n/);
    expect(readdirSync(directory).sort()).toEqual(["report.html", "results.json"]);
    expect(faultIn(readFileSync(join(directory, "report.html"), "utf8"))).toBeUndefined();
    const again = await runInMemory([...words, "--epochs", "30", "--out", directory, "--resume", "--json"]);
    expect(again).toMatchObject({ exitCode: 0, err: "" });
    expect(json(again.out).filter(({ isResumed }) => isResumed)).toHaveLength(done);
    const whole = join(root, "whole");
    await runInMemory([...words, "--epochs", "30", "--out", whole]);
    expect(JSON.stringify(results(directory).result)).toBe(JSON.stringify(results(whole).result));
    expect(readFileSync(join(directory, "model.safetensors"))).toEqual(readFileSync(join(whole, "model.safetensors")));
  });

  it("stops before it has begun when Ctrl-C comes early", async () => {
    const host = memoryHost();
    host.interrupt();
    expect(await runInMemory(words, host)).toEqual({ exitCode: 130, out: "", err: "wasmlp: interrupted\n" });
  });

  it("refuses results that are not there, not whole, of another version or of other settings", async () => {
    const directory = join(root, "bad");
    const resume = (...more: string[]): ReturnType<typeof runInMemory> =>
      runInMemory([...words, "--out", directory, "--resume", ...more]);
    expect(await resume()).toMatchObject({ exitCode: 1, err: expect.stringContaining("no such file or directory") });
    await runInMemory([...words, "--out", directory]);
    expect(await resume("--seed", "5")).toMatchObject({
      exitCode: 2,
      err: "wasmlp: --resume: expected results of the same data, folds and candidates, got none that are\n",
    });
    const path = join(directory, "results.json");
    const whole = readFileSync(path, "utf8");
    for (const [contents, said] of [
      [whole.slice(0, 500), "expected JSON, got {"],
      ["", "expected JSON, got an empty file"],
      ["3", "expected the results of a selection, got 3"],
      [whole.replace(/"wasmlp":"[^"]*"/, '"wasmlp":"0.0.1"'), "expected results of wasmlp"],
    ] as const) {
      writeFileSync(path, contents);
      const { exitCode, err } = await resume();
      expect([exitCode, err.split("\n").length]).toEqual([1, 2]);
      expect(err).toContain(said);
    }
  });
});

describe("wasmlp cv", () => {
  it("prints a line a fold, then the table of folds, their mean, and the test rows", async () => {
    const directory = join(root, "cv");
    const line = ["cv", ...quick, "--learning-rate", "0.5", "--score-training", "--out", directory];
    const { exitCode, out: text, err } = await runInMemory(line);
    expect([exitCode, err]).toEqual([0, ""]);
    const lines = text.split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "MNIST, standard split: 200 training rows in 4 folds",
      "784-50-10, sigmoid, sigmoid, loss sumSquaredError, 39,760 parameters",
      "SGD 0.5, batch 10, 2 epochs, seed 123, 4 fits",
    ]);
    for (const fold of [1, 2, 3, 4]) expect(lines[3 + fold]).toMatch(new RegExp(`^${fold}/4  \\d+\\.\\d\\d %$`));
    expect(lines[9]).toBe("fold       MSE  accuracy  of training");
    expect(lines[10]).toMatch(/^ {3}1 {2}0\.\d{6} +\d+\.\d\d % +\d+\.\d\d %$/);
    expect(text).toMatch(/\nmean +accuracy \d+\.\d\d % ± \d+\.\d\d over 4 folds\n/);
    const html = readFileSync(join(directory, "report.html"), "utf8");
    expect(faultIn(html)).toBeUndefined();
    expect(html.match(/class="band"/g)).toHaveLength(2);
    expect(results(directory).result.trials).toHaveLength(1);
  });

  it("fails, and says which folds, where training diverges", async () => {
    const directory = join(root, "wild");
    const linear = ["--activation", "identity", "--output-activation", "identity", "--learning-rate", "3"];
    const line = ["cv", ...quick, ...linear, "--epochs", "9", "--out", directory];
    const { exitCode, out: text, err } = await runInMemory(line);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^wasmlp: 784-50-10, fold 1: training diverged in epoch \d, step \d+: expected .*, got .*\n$/);
    expect(text).toMatch(/ +1 +- +- +diverged\n/);
    expect(text).toContain("best     none: training diverged");
    expect(readdirSync(directory).sort()).toEqual(["report.html", "results.json"]);
    expect(faultIn(readFileSync(join(directory, "report.html"), "utf8"))).toBeUndefined();
  });
});

describe("what cannot be done", () => {
  it.each([
    ["--folds: expected a whole number of at least 2, got 1", ["cv", "--folds", "1"]],
    ["--folds: expected at most the 20 rows of the largest class", ["cv", ...data, "--folds", "21"]],
    ["--rows: expected at most the 200 training rows, got 201", ["cv", ...data, "--rows", "201"]],
    ["--rows: expected whole numbers of rows from 10 to 200, got 9", ["cv", ...data, "--rows", "9"]],
    ["--batch-size: expected at most the 160 rows", ["cv", ...data, "--batch-size", "161"]],
    ["--depth: expected whole numbers from 1 to 1000 such as 25,50 or 1..4, got 0", ["search", "--depth", "0"]],
    ["--depth: expected whole numbers", ["search", "--depth", "4..1"]],
    ["--hidden: expected whole numbers from 1 to 16777216", ["search", "--hidden", "none"]],
    ["--hidden: expected at most 268435456 parameters", ["search", ...data, "--hidden", "5,16777216"]],
    ["--momentum: expected --optimizer sgd beside it", ["search", "--momentum", "0.9"]],
    ["unknown option '--validation-size'", ["search", "--validation-size", "5"]],
  ])("ends with 2 and one line: %s", async (message, line) => {
    const { exitCode, out: text, err } = await runInMemory(line);
    expect(err).toContain(message);
    expect(err).toMatch(/^wasmlp: [^\n]+\n$/);
    expect([exitCode, text]).toEqual([2, ""]);
  });

  it("help fits 80 columns", async () => {
    for (const command of ["cv", "search"])
      for (const line of (await runInMemory([command, "--help"])).out.split("\n"))
        expect(line.length, line).toBeLessThanOrEqual(80);
  });
});
