/** The four commands, run in this process on a data set of 250 rows: what they print, save and refuse. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Mlp } from "../../src/models/mlp.js";
import { loadModel, saveModel } from "../../src/node/models.js";
import { MT19937 } from "../../src/random/mt19937.js";
import { memoryHost, runInMemory } from "./memory-host.js";
import { testRows, tinyDigit, trainRows, writeTinyDigits } from "./tiny-digits.js";

const root = mkdtempSync(join(tmpdir(), "wasmlp-cli-"));
const data = ["--data-dir", join(root, "data"), "--split", "standard"];
const quick = [...data, "--epochs", "4", "--batch-size", "10", "--learning-rate", "0.5"];
const out = join(root, "run");
const model = join(out, "model.safetensors");
const words = ["train", ...quick, "--validation-size", "20", "--out", out];
let trained: Awaited<ReturnType<typeof runInMemory>>;

beforeAll(async () => {
  writeTinyDigits(join(root, "data"));
  trained = await runInMemory(words);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const json = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("wasmlp train", () => {
  it("prints a line an epoch, then the scores and the files", () => {
    expect(trained).toMatchObject({ exitCode: 0, err: "" });
    const lines = trained.out.split("\n");
    expect(lines[0]).toBe(`MNIST, standard split: ${trainRows - 20} training, 20 validation, ${testRows} test rows`);
    expect(lines[1]).toBe("784-50-10, sigmoid, sigmoid, loss sumSquaredError, 39,760 parameters");
    expect(lines[2]).toBe("SGD 0.5, batch 10, 4 epochs, seed 123");
    expect(lines.filter((line) => /^ {2}[1-4]\/4 /.test(line))).toHaveLength(4);
    expect(trained.out).toMatch(/\ntest +MSE 0\.\d{6}, accuracy \d+\.\d\d %\n/);
    for (const name of ["model.safetensors", "history.json", "report.html"])
      expect(trained.out).toContain(join(out, name));
    expect(trained.out).not.toContain("\x1b");
  });
  it("saves the model that it scored, and nothing besides the three files", async () => {
    const saved = JSON.parse(readFileSync(join(out, "history.json"), "utf8"));
    expect(readdirSync(out).sort()).toEqual(["history.json", "model.safetensors", "report.html"]);
    expect(saved.epochs).toHaveLength(4);
    expect(saved).toMatchObject({ stopped: "completed", samples: 4 * (trainRows - 20), settings: { batchSize: 10 } });
    expect(saved.data.rows).toEqual({ train: trainRows - 20, validation: 20, test: testRows });
    const again = await runInMemory(["evaluate", model, ...data, "--json"]);
    expect(json(again.out)[0]).toMatchObject(saved.test);
    expect(saved.command).toBe(`wasmlp ${words.join(" ")}`);
    const report = readFileSync(join(out, "report.html"), "utf8");
    for (const part of [
      "--validation-size 20",
      "95 % interval",
      "told apart<",
      ">ROC curves<",
      ">Calibration<",
      "gradient reaches<",
    ])
      expect(report).toContain(part);
  });
  it("gives the same bytes again, wherever they go", async () => {
    const other = join(root, "again");
    await runInMemory([...words, "--out", other, "--no-report", "--no-score-training", "--no-record-flow"]);
    expect(readFileSync(join(other, "model.safetensors"))).toEqual(readFileSync(model));
    expect(existsSync(join(other, "report.html"))).toBe(false);
  });
  it("prints nothing but JSON with --json", async () => {
    const { out: text, err } = await runInMemory([...words, "--json", "--out", join(root, "json")]);
    const objects = json(text);
    expect(err).toBe("");
    expect(objects.map(({ type }) => type)).toEqual(["epoch", "epoch", "epoch", "epoch", "result"]);
    expect(Object.keys(objects[0] ?? {})).toEqual(
      "type epoch epochs loss samples seconds training validation flow".split(" "),
    );
    expect(Object.keys(objects[4] ?? {})).toEqual(
      "type stopped epochs samples seconds samplesPerSecond test files".split(" "),
    );
    expect(objects[4]).toMatchObject({
      stopped: "completed",
      epochs: 4,
      files: { model: join(root, "json/model.safetensors") },
    });
  });
  it("shows one line that is drawn again on a terminal, and leaves none of it", async () => {
    const host = memoryHost({ isTerminal: true, columns: 70 });
    const { out: text } = await runInMemory(["train", ...quick, "--no-report", "--out", join(root, "tty")], host);
    const [hide, show] = ["\x1b[?25l", "\x1b[?25h"];
    const [whole = "", after = "", ...more] = text.split(show);
    const start = whole.indexOf(hide);
    const [before, drawn] = [whole.slice(0, start), whole.slice(start + hide.length)];
    expect(before).toMatch(/seed 123\n$/);
    expect(drawn).toMatch(/^\r1\/4 .* left/);
    expect(drawn.endsWith("\r\x1b[K")).toBe(true);
    expect(after).toMatch(/^\ntrain +MSE/);
    expect([after.includes("epoch"), more]).toEqual([false, []]);
  });
  it("stops at Ctrl-C and saves what was reached", async () => {
    const host = memoryHost();
    const directory = join(root, "stopped");
    host.onWrite = (text) => {
      if (/^ +2\/1000000 /.test(text)) host.interrupt();
    };
    const long = ["train", ...quick, "--epochs", "1000000", "--no-score-training", "--out", directory];
    const { exitCode, out: text, err } = await runInMemory(long, host);
    expect([exitCode, err]).toEqual([130, ""]);
    expect(text).toMatch(/stopped +interrupted after 2 of 1000000 epochs/);
    const history = JSON.parse(readFileSync(join(directory, "history.json"), "utf8"));
    expect(history.stopped).toBe("aborted");
    expect(history.epochs).toHaveLength(2);
    expect((await loadModel(join(directory, "model.safetensors"))).seed).toBe(123);
  });
  it("stops before it has begun when Ctrl-C comes early", async () => {
    const host = memoryHost();
    host.interrupt();
    expect(await runInMemory(words, host)).toEqual({ exitCode: 130, out: "", err: "wasmlp: interrupted\n" });
  });
  it("saves what it has when the numbers run away, and fails", async () => {
    const directory = join(root, "wild");
    const linear = ["--activation", "identity", "--output-activation", "identity", "--learning-rate", "3"];
    const wild = ["train", ...data, "--batch-size", "200", ...linear, "--json", "--out", directory];
    const { exitCode, out: text, err } = await runInMemory(wild);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^wasmlp: training diverged in epoch 3, step 1: expected finite numbers, got .*\n$/);
    expect(json(text).at(-1)).toMatchObject({ type: "result", stopped: "diverged", epochs: 2, test: { loss: null } });
    expect(readdirSync(directory).sort()).toEqual(["history.json", "model.safetensors", "report.html"]);
  });
});

describe("wasmlp evaluate", () => {
  it("prints loss, accuracy and the confusion matrix", async () => {
    const { exitCode, out: text } = await runInMemory(["evaluate", model, ...data]);
    expect(exitCode).toBe(0);
    expect(text).toMatch(/^784-50-10 on MNIST, standard split, 50 test rows\nMSE \S+, accuracy \S+ %\n\nactual/);
    expect(text.split("\n").filter((line) => /^\d( +\d+){10} /.test(line))).toHaveLength(10);
  });
  it("scores the validation rows that training held out", async () => {
    const flags = [...data, "--validation-size", "20", "--on", "validation", "--json"];
    const [result] = json((await runInMemory(["evaluate", model, ...flags])).out);
    const history = JSON.parse(readFileSync(join(out, "history.json"), "utf8"));
    expect(result).toMatchObject({ rows: 20, on: "validation", ...history.epochs.at(-1).validation });
  });
  it("refuses rows that are not there", async () => {
    const { exitCode, err } = await runInMemory(["evaluate", model, ...data, "--on", "validation"]);
    expect([exitCode, err.split(":")[1]]).toEqual([2, " --on"]);
  });
});

describe("wasmlp predict", () => {
  const png = (name: string, pixels: Uint8Array): string => {
    const file = join(root, name);
    writeFileSync(file, encode({ width: 28, height: 28, channels: 1, depth: 8, data: pixels }));
    return file;
  };
  it("gives a picture of a test row the class and outputs of the row itself", async () => {
    const random = new MT19937(2);
    const digit = tinyDigit(3, random);
    const [got] = json((await runInMemory(["predict", model, png("three.png", digit), "--json"])).out);
    expect(got?.outputs).toEqual([...(await loadModel(model)).predictProba(digit)]);
    expect(got).toMatchObject({ class: 3, name: "3", source: join(root, "three.png") });
  });
  it("prints every output with a bar, by class", async () => {
    const { out: text } = await runInMemory(["predict", model, ...data, "--index", "13"]);
    const lines = text.trimEnd().split("\n");
    expect(lines[0]).toBe("test row 13: 3, which is right");
    expect(lines.slice(1).map((line) => line.trim()[0])).toEqual([..."0123456789"]);
    expect(lines[4]).toMatch(/^ {2}3 +\d+\.\d\d % {2}█+$/);
  });
  it("draws the row on a terminal, in characters where there are no greys", async () => {
    const host = memoryHost({ isTerminal: true });
    const { out: text } = await runInMemory(["predict", model, ...data, "--index", "0"], host);
    expect(text.split("\n")).toHaveLength(14 + 1 + 10 + 1);
    expect(text).toContain(`${" ".repeat(6)}@@@@@@@@@@@@@@@@`.slice(6));
  });
  it("calls classes by the names of the data set", async () => {
    const [got] = json(
      (await runInMemory(["predict", model, "--data", "fashion", ...data, "--index", "9", "--json"])).out,
    );
    expect(got).toMatchObject({ actual: 9, actualName: "Ankle boot" });
  });
  it("goes on behind a file that is no PNG, and fails in the end", async () => {
    const bad = join(root, "bad.png");
    writeFileSync(bad, Buffer.from("ffd8ffe000104a46", "hex"));
    const good = png("good.png", tinyDigit(1, new MT19937(3)));
    const result = await runInMemory(["predict", model, bad, good, join(root, "none.png"), "--json"]);
    expect(result.exitCode).toBe(1);
    expect(json(result.out)).toHaveLength(1);
    expect(result.err.split("\n")).toEqual([
      `wasmlp: ${bad}: expected a PNG picture, got a JPEG picture; save it as PNG`,
      `wasmlp: ${join(root, "none.png")}: expected a file that can be read, got no such file or directory (ENOENT)`,
      "",
    ]);
  });
  it("refuses models of other inputs, rows beyond the last, and nothing at all", async () => {
    const small = join(root, "small.safetensors");
    await saveModel(new Mlp({ inputs: 4, layers: [{ units: 2 }], loss: "mse" }), small);
    const good = png("fine.png", tinyDigit(1, new MT19937(3)));
    for (const [line, exitCode, message] of [
      [["predict", small, good], 1, "expected 784 (28 x 28 pixels), got 4"],
      [["predict", small, ...data, "--index", "0"], 1, "expected 784, the pixels of an image of MNIST"],
      [["predict", model, ...data, "--index", "50"], 2, "--index: expected a row from 0 to 49, got 50"],
      [["predict", model], 2, "images: expected at least one PNG file"],
    ] as const) {
      const result = await runInMemory(line);
      expect(result.err).toContain(message);
      expect(result.exitCode).toBe(exitCode);
    }
  });
});

describe("wasmlp inspect", () => {
  it("prints layers, scaling, and figures of the weights", async () => {
    const { out: text } = await runInMemory(["inspect", model]);
    expect(text).toContain("784-50-10, loss sumSquaredError, 39760 parameters");
    expect(text).toContain("pixels  -1 to 1 (scale 0.00784313725490196, shift -1)");
    expect(text).toMatch(/layers\.0\.weight +50 x 784( +-?[\d.e-]+){4}\n/);
  });
  it("computes them right", async () => {
    const file = join(root, "known.safetensors");
    const known = new Mlp({ inputs: 2, layers: [{ units: 2 }], loss: "mse", seed: 5 });
    known.setParameters([{ weight: Float32Array.of(1, 2, 3, 6), bias: Float32Array.of(0.5, 0.5) }]);
    await saveModel(known, file);
    const [facts] = json((await runInMemory(["inspect", file, "--json"])).out);
    expect(facts).toMatchObject({
      parameters: 6,
      seed: 5,
      bytes: readFileSync(file).length,
      weights: [
        { name: "layers.0.weight", shape: [2, 2], min: 1, mean: 3, std: Math.sqrt(3.5), max: 6 },
        { name: "layers.0.bias", shape: [2], min: 0.5, mean: 0.5, std: 0, max: 0.5 },
      ],
    });
  });
});

describe("what cannot be done", () => {
  it.each([
    [2, "unknown option '--epoch' (Did you mean --epochs?)", ["train", "--epoch", "5"]],
    [2, "option '--epochs <number>' argument missing", ["train", "--epochs"]],
    [2, "unknown command 'trian' (Did you mean train?)", ["trian"]],
    [2, "too many arguments for 'train'. Expected 0 arguments but got 1.", ["train", "5"]],
    [2, "missing required argument 'model'", ["evaluate"]],
    [2, "--epochs: expected a whole number of at least 1, got abc", ["train", "--epochs", "abc"]],
    [2, "--learning-rate: expected a finite number of at least 0, got -1", ["train", "--learning-rate", "-1"]],
    [2, "--activation: expected one of identity, sigmoid, tanh", ["train", "--activation", "foo"]],
    [1, "/none.safetensors: expected a file that can be read, got no such", ["inspect", "/none.safetensors"]],
    [1, "expected a file that can be read, got a directory (EISDIR)", ["evaluate", tmpdir()]],
    [1, "directory /none: expected one of train-labels-idx1-ubyte", ["train", "--data-dir", "/none"]],
    [2, '--split: expected files of 60,000 and 10,000 images for "chapter"', ["train", ...data.slice(0, 2)]],
    [2, "--batch-size: expected at most the 200 rows", ["train", ...data, "--batch-size", "201"]],
    [2, "--hidden: expected at most 268435456 parameters", ["train", ...data, "--hidden", "16777216"]],
    [2, "--validation-size: expected a whole number of rows", ["train", ...data, "--validation-size", "200"]],
    [1, "/dev/null/x: expected a directory, got a part of the path", ["train", ...quick, "--out", "/dev/null/x"]],
  ])("ends with %i and one line: %s", async (exitCode, message, line) => {
    const result = await runInMemory(line);
    expect(result.err).toContain(message);
    expect(result.err).toMatch(/^wasmlp: [^\n]+\n$/);
    expect([result.exitCode, result.out]).toEqual([exitCode, ""]);
  });
  it("a truncated model is refused by name", async () => {
    const cut = join(root, "cut.safetensors");
    writeFileSync(cut, readFileSync(model).subarray(0, 1000));
    const { exitCode, err } = await runInMemory(["predict", cut, "x.png"]);
    expect([exitCode, err.startsWith(`wasmlp: ${cut}: `)]).toEqual([1, true]);
  });
  it("a place that cannot be written is found out before training, and left as it was", async () => {
    const directory = join(root, "taken");
    mkdirSync(join(directory, "history.json"), { recursive: true });
    const { exitCode, out: text, err } = await runInMemory(["train", ...quick, "--out", directory]);
    expect([exitCode, text]).toEqual([1, ""]);
    expect(err).toBe(
      `wasmlp: ${join(directory, "history.json")}: expected a file that can be written, got a directory\n`,
    );
    expect(readdirSync(directory)).toEqual(["history.json"]);
  });
});

describe("help and version", () => {
  it("are no failures", async () => {
    expect((await runInMemory(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
    const help = await runInMemory(["train", "--help"]);
    expect(help.exitCode).toBe(0);
    expect(help.out).toMatch(/--epochs <number> +passes over the rows \(default 50\)/);
    expect(help.out).not.toContain("(default:");
  });
  it("fit 80 columns", async () => {
    for (const command of ["train", "evaluate", "predict", "inspect"])
      for (const line of (await runInMemory([command, "--help"])).out.split("\n"))
        expect(line.length, line).toBeLessThanOrEqual(80);
  });
  it("are shown on standard error, as a failure, where no command is given", async () => {
    const { exitCode, out: text, err } = await runInMemory([]);
    expect([exitCode, text]).toEqual([2, ""]);
    expect(err).toContain("Usage: wasmlp [options] [command]");
  });
});
