/** A copy of the source in a temporary folder, to patch, build, fuzz and test; the tree itself is left alone. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Failure } from "../fuzz/hunt.js";
import type { PlantedBug, Search } from "./bugs.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PARTS = [
  "assembly",
  "scripts",
  "src",
  "test",
  "asconfig.json",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
];

export interface SearchRun {
  readonly passes: boolean;
  /** What was printed. */
  readonly output: string;
  readonly failure?: Pick<Failure, "subject" | "id" | "passed" | "seconds" | "difference">;
}

/** What is read of Vitest's report. */
interface TestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly duration?: number;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

export class TreeCopy {
  readonly #folder = mkdtempSync(join(tmpdir(), "wasmlp-planted-"));

  constructor() {
    for (const part of PARTS) cpSync(join(root, part), join(this.#folder, part), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(this.#folder, "node_modules"), "junction");
  }

  /** @throws Error where the patch does not apply. */
  requirePatch(bug: PlantedBug): void {
    patched(readFileSync(join(this.#folder, bug.file), "utf8"), bug);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Fuzzes or tests the copy as it is. */
  search(by: Search): SearchRun {
    return typeof by === "string" ? this.#test(by) : this.#fuzz(by);
  }

  #fuzz(options: readonly string[]): SearchRun {
    const failures = join(this.#folder, "fuzz-failures");
    rmSync(failures, { recursive: true, force: true });
    const { status, output } = this.#run(
      "node_modules/tsx/dist/cli.mjs",
      "test/fuzz/main.ts",
      ...options,
      "--shrink",
      "0",
    );
    const [file] = existsSync(failures) ? readdirSync(failures) : [];
    if (file === undefined) return { passes: status === 0, output };
    return { passes: false, output, failure: JSON.parse(readFileSync(join(failures, file), "utf8")) as Failure };
  }

  /** The first test of a file that fails, told as the fuzzer tells its cases. */
  #test(file: string): SearchRun {
    const report = join(this.#folder, "tests.json");
    rmSync(report, { force: true });
    const reporters = ["--reporter", "default", "--reporter", "json", "--outputFile", report];
    const words = ["run", "--project", "wasmlp", ...reporters, file];
    const { status, output } = this.#run("node_modules/vitest/vitest.mjs", ...words);
    if (!existsSync(report)) return { passes: false, output };
    const { testResults } = JSON.parse(readFileSync(report, "utf8")) as TestReport;
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    const passed = tests.findIndex(({ status }) => status === "failed");
    const failed = tests[passed];
    if (!failed) return { passes: status === 0, output };
    const seconds = tests.slice(0, passed + 1).reduce((sum, { duration = 0 }) => sum + duration / 1000, 0);
    const [said = ""] = failed.failureMessages;
    // Anything else than an expectation that is not met is an error of the program.
    const difference = said.startsWith("AssertionError: ") ? said.slice(16) : `threw ${said}`;
    const failure = { subject: file.slice("test/".length), id: failed.fullName, passed, seconds, difference };
    return { passes: false, output, failure };
  }

  /** Looks for the bug in the copy, then takes it out again. */
  searchWith(bug: PlantedBug): SearchRun {
    const path = join(this.#folder, bug.file);
    const text = readFileSync(path, "utf8");
    try {
      writeFileSync(path, patched(text, bug));
      this.#build(bug);
      return this.search(bug.foundBy);
    } finally {
      writeFileSync(path, text);
      for (const made of ["src/kernels/wasm-binary.ts", "src/node/worker-source.ts"])
        cpSync(join(root, made), join(this.#folder, made));
    }
  }

  /** The module where assembly/ has changed, else what the workers run. */
  #build({ file }: PlantedBug): void {
    const [script, build] = file.startsWith("assembly/")
      ? ["build-core", "buildCore"]
      : ["build-workers", "buildWorkers"];
    const code = `import { ${build} } from "./scripts/${script}.mjs"; ${build}();`;
    const { status, output } = this.#run("--input-type=module", "--eval", code);
    if (status !== 0) throw new Error(`${file}: expected the patched source to build, got\n${output}`);
  }

  #run(...args: string[]): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: this.#folder, encoding: "utf8" });
    return { status, output: `${stdout}${stderr}` };
  }
}

/** @throws Error where a text of the patch is not there exactly once. */
export function patched(text: string, { name, file, patch }: PlantedBug): string {
  for (const [find, replacement] of patch) {
    const count = text.split(find).length - 1;
    if (count !== 1)
      throw new Error(`${name}: expected ${JSON.stringify(find)} once in ${file}, got it ${count} times`);
    text = text.replace(find, () => replacement);
  }
  return text;
}
