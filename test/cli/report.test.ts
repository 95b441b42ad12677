/** `wasmlp report`: the bytes that the run itself wrote, and what becomes of files that are not as a run leaves them. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadModel, saveModel } from "../../src/node/models.js";
import { faultIn } from "../report/well-formed.js";
import { memoryHost, runInMemory } from "./memory-host.js";
import { writeTinyDigits } from "./tiny-digits.js";

const root = mkdtempSync(join(tmpdir(), "wasmlp-report-"));
const data = ["--data-dir", join(root, "data"), "--split", "standard"];
const quick = [...data, "--epochs", "2", "--batch-size", "10"];
const trained = join(root, "trained");
const searched = join(root, "searched");

beforeAll(async () => {
  writeTinyDigits(join(root, "data"));
  await runInMemory(["train", ...quick, "--validation-size", "20", "--out", trained]);
  const grid = ["--hidden", "4,8", "--depth", "1..2", "--folds", "3", "--rows", "120"];
  await runInMemory(["search", ...quick, ...grid, "--out", searched]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Takes the report away and makes it again. */
async function remake(directory: string): Promise<{ before: string; after: string }> {
  const path = join(directory, "report.html");
  const before = readFileSync(path, "utf8");
  rmSync(path);
  const result = await runInMemory(["report", directory]);
  expect(result).toEqual({ exitCode: 0, err: "", out: `report  ${path}\n` });
  return { before, after: readFileSync(path, "utf8") };
}

describe("wasmlp report", () => {
  it("writes the bytes of a training run's report again", async () => {
    const { before, after } = await remake(trained);
    expect(after === before).toBe(true);
    expect(before).toContain(">ROC curves<");
  });

  it.each([
    ["the reference", "train", ["--backend", "reference", "--hidden", "5", "--no-record-flow"]],
    ["Adam on a softmax", "train", ["--optimizer", "adam", "--loss", "crossEntropy", "--initializer", "auto"]],
    ["no hidden layer", "train", ["--hidden", "none", "--keep-last", "--no-shuffle", "--no-score-training"]],
    ["folds", "cv", ["--folds", "3", "--score-training"]],
  ])("and those of a run with %s", async (name, command, more) => {
    const directory = join(root, name.replaceAll(" ", "-"));
    await runInMemory([command, ...quick, ...more, "--out", directory]);
    const { before, after } = await remake(directory);
    expect(after === before).toBe(true);
  });

  it("writes the bytes of a search's report again", async () => {
    const { before, after } = await remake(searched);
    expect(after === before).toBe(true);
    expect(before).toContain("<h1>4 networks on MNIST, 3-fold cross-validation</h1>");
  });

  it.each(["train", "cv"])("of %s whose numbers ran away", async (command) => {
    const directory = join(root, `wild-${command}`);
    const linear = ["--activation", "identity", "--output-activation", "identity", "--learning-rate", "3"];
    const wild = [...data, "--epochs", "9", "--batch-size", command === "cv" ? "10" : "200", ...linear];
    expect((await runInMemory([command, ...wild, "--out", directory])).exitCode).toBe(1);
    const { before, after } = await remake(directory);
    expect(after === before).toBe(true);
  });

  it("of a run and of a search that were stopped", async () => {
    for (const [words, last] of [
      [["train", ...quick, "--epochs", "100000", "--no-score-training"], /^ +2\/100000 /],
      [["search", ...quick, "--epochs", "30", "--hidden", "4,8", "--depth", "1..2", "--folds", "4"], /^2\/4/],
    ] as const) {
      const directory = join(root, `stopped-${words[0]}`);
      const host = memoryHost();
      host.onWrite = (text) => {
        if (last.test(text)) host.interrupt();
      };
      expect((await runInMemory([...words, "--out", directory], host)).exitCode).toBe(130);
      const { before, after } = await remake(directory);
      expect(after === before).toBe(true);
    }
  });

  it("writes elsewhere with --output, and reads the data elsewhere with --data-dir", async () => {
    const moved = join(root, "moved");
    writeTinyDigits(join(moved, "data"));
    cpSync(trained, join(moved, "run"), { recursive: true });
    const history = join(moved, "run/history.json");
    writeFileSync(
      history,
      readFileSync(history, "utf8").replace(`"dataDir": "${join(root, "data")}"`, '"dataDir": "/none"'),
    );
    expect((await runInMemory(["report", join(moved, "run")])).err).toContain("directory /none: expected one of");
    const output = join(moved, "other.html");
    const words = ["report", join(moved, "run"), "--data-dir", join(moved, "data"), "--output", output];
    expect(await runInMemory(words)).toMatchObject({ exitCode: 0, err: "" });
    expect(readFileSync(output)).toEqual(readFileSync(join(trained, "report.html")));
  });

  it("says so where the test rows score otherwise than they did", async () => {
    const directory = join(root, "retrained");
    await runInMemory(["train", ...quick, "--validation-size", "20", "--seed", "5", "--out", directory]);
    cpSync(join(trained, "history.json"), join(directory, "history.json"));
    const { exitCode, err } = await runInMemory(["report", directory]);
    expect(exitCode).toBe(0);
    expect(err).toMatch(
      /^wasmlp: the test rows score otherwise than in .*history\.json: loss \S+, accuracy .* then; [^\n]+\n$/,
    );
  });

  it("says so of a run in doubles, whose model file holds the weights as f32", async () => {
    const directory = join(root, "doubles");
    await runInMemory(["train", ...quick, "--backend", "reference-f64", "--hidden", "5", "--out", directory]);
    const { exitCode, err } = await runInMemory(["report", directory]);
    expect(exitCode).toBe(0);
    const [, now, then] = /: loss (\S+), .* now, loss (\S+), .* then/.exec(err) ?? [];
    expect(now).not.toBe(then);
    expect(Number(now)).toBeCloseTo(Number(then), 6);
  });

  it("help fits 80 columns", async () => {
    const { out } = await runInMemory(["report", "--help"]);
    expect(out).toContain("--output <file>");
    for (const line of out.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });
});

describe("a run that cannot be reported", () => {
  const directory = join(root, "bad");
  const output = join(directory, "report.html");

  /** A run of its own whose file is changed. */
  async function reportOf(source: string, name: string, contents: string): ReturnType<typeof runInMemory> {
    rmSync(directory, { recursive: true, force: true });
    cpSync(source, directory, { recursive: true });
    rmSync(output);
    writeFileSync(join(directory, name), contents);
    return runInMemory(["report", directory]);
  }

  it("is one without files, with those of two runs, with another model or with none", async () => {
    const none = await runInMemory(["report", join(root, "nowhere")]);
    expect(none.err).toContain("nowhere: expected history.json or results.json of a run, got neither");
    const both = await reportOf(trained, "results.json", "{}");
    expect(both.err).toContain("bad: expected history.json or results.json of a run, got both");
    const model = "model.safetensors";
    const cut = await reportOf(trained, model, "short");
    expect(cut.err).toContain(`wasmlp: ${join(directory, model)}: expected `);
    rmSync(join(directory, model));
    const missing = await runInMemory(["report", directory]);
    expect(missing.err).toContain(`${join(directory, model)}: expected a file that can be read, got no such file`);
    await saveModel(await loadModel(join(searched, model)), join(directory, model));
    const other = await runInMemory(["report", directory]);
    expect(other.err).toMatch(/model\.safetensors: expected the network of .*, 784-50-10, sigmoid, sigmoid/);
    for (const { exitCode, out } of [none, both, cut, missing, other]) expect([exitCode, out]).toEqual([1, ""]);
    expect(existsSync(output)).toBe(false);
  });

  it("is one whose report cannot be written", async () => {
    mkdirSync(join(root, "taken"));
    const { exitCode, err } = await runInMemory(["report", trained, "--output", join(root, "taken")]);
    expect([exitCode, err.startsWith(`wasmlp: ${join(root, "taken")}: expected a file that can be written`)]).toEqual([
      1,
      true,
    ]);
  });

  it.each([
    ["", "expected JSON, got an empty file"],
    ['{"wasmlp"', 'expected JSON, got {"wasmlp"'],
    ["[".repeat(1e6), "expected JSON at most 64 levels deep"],
    ["3", "expected a JSON object, got 3"],
    ["[]", "expected a JSON object, got an array of 0"],
    ["null", "expected a JSON object, got null"],
    ['{"epochs":[0.5],"losses":[1]}', "expected an object in settings, got nothing"],
    ['{"__proto__":{"settings":{}}}', "expected an object in settings, got nothing"],
  ])("is one whose file is no run's: %.20s", async (contents, said) => {
    for (const [source, name] of [
      [trained, "history.json"],
      [searched, "results.json"],
    ] as const) {
      const { exitCode, err, out } = await reportOf(source, name, contents);
      const isPart = name === "results.json" && contents.startsWith('{"') && contents.endsWith("}");
      expect(err).toContain(isPart ? "search or cv that has ended, got those so far; --resume" : said);
      expect(err).toMatch(new RegExp(`^wasmlp: ${join(directory, name)}: [^\\n]+\\n$`));
      expect([exitCode, out]).toEqual([1, ""]);
    }
  });

  it("names other rows than the run had", async () => {
    const text = readFileSync(join(trained, "history.json"), "utf8").replace('"test": 50', '"test": 51');
    const { exitCode, err } = await reportOf(trained, "history.json", text);
    expect(err).toContain("history.json, train 180, validation 20, test 51, got train 180, validation 20, test 50");
    expect(exitCode).toBe(1);
  });

  it("never crashes or writes a broken page, whatever one field is", { timeout: 60_000 }, async () => {
    for (const [source, name] of [
      [trained, "history.json"],
      [searched, "results.json"],
    ] as const) {
      const whole = JSON.parse(readFileSync(join(source, name), "utf8"));
      let [refused, passed] = [0, 0];
      for (const [i, path] of pathsIn(whole).entries())
        for (const value of [hostile[i % hostile.length], hostile[(i + 3) % hostile.length]]) {
          const { exitCode, err } = await reportOf(source, name, JSON.stringify(changed(whole, path, value)));
          const what = `${path.join(".")} = ${JSON.stringify(value)}: ${err}`;
          expect([0, 1], what).toContain(exitCode);
          if (exitCode === 0) {
            passed++;
            const html = readFileSync(output, "utf8");
            expect(faultIn(html), what).toBeUndefined();
            const text = html.replaceAll(/"data:[^"]*"/g, "");
            expect(/.{0,60}(NaN|Infinity|undefined|\[object).{0,30}/.exec(text)?.[0], what).toBeUndefined();
          } else {
            refused++;
            expect(err, what).toMatch(/^wasmlp: [^\n]+\n$/);
          }
        }
      expect(refused).toBeGreaterThan(50);
      expect(passed).toBeGreaterThan(5);
    }
  });
});

const hostile: readonly unknown[] = [undefined, null, -1, 1.7e308, "<b>", {}, [[]]];

/** Every field, and of lists the last item. */
function pathsIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  const all = Object.entries(value);
  const entries = Array.isArray(value) ? all.slice(-1) : all;
  return entries.flatMap(([key, inner]) => [[...path, key], ...pathsIn(inner, [...path, key])]);
}

function changed(whole: object, path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(whole);
  // biome-ignore lint/suspicious/noExplicitAny: whatever the file holds
  let inner: any = copy;
  for (const key of path.slice(0, -1)) inner = inner[key];
  inner[path.at(-1) as string] = value;
  return copy;
}
