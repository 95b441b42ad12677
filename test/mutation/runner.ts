/**
 * How Vitest runs a test when mutants are tried: once as it is, noting the mutants it meets, then once with each of these
 * that no test has killed. Without a mutant it has to pass again, or its later verdicts would mean nothing.
 */
import { type RunnerTestCase, TestRunner } from "vitest";
import { Journal } from "./journal.js";

/** What the instrumented texts read and write. */
interface Switches {
  activeMutant: string | undefined;
  currentTestId: string | undefined;
  mutantCoverage: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
  calls: number;
  mostCalls: number;
  isRecording: boolean;
}

const switches: Switches = {
  activeMutant: undefined,
  currentTestId: undefined,
  mutantCoverage: { static: {}, perTest: {} },
  calls: 0,
  mostCalls: Number.POSITIVE_INFINITY,
  isRecording: true,
};
Object.assign(globalThis, { __stryker__: switches });

/** A mutant may do this many times what the test does without, and a little that is free. */
const MOST_TIMES = 20;
const FREE_CALLS = 100_000;
/** Tests that take longer leave the mutants to a later run, when the quick ones have killed most. */
const LONGEST_MS = Number(process.env.WASMLP_MUTATION_LONGEST_MS);

export default class MutantRunner extends TestRunner {
  readonly #journal: Journal = new Journal(process.env.WASMLP_MUTATION_JOURNAL as string);

  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test);
    const name = nameOf(test);
    const met = await this.#meet(name, run);
    const [calls, done] = [switches.calls, this.#doneBy(name)];
    const left = met.filter((each) => !done.has(each));
    if (left.length === 0 || done.has("")) return;
    const began = performance.now();
    if (!(await passes(run, undefined, calls))) return this.#journal.add("unfit", [], name);
    if (performance.now() - began > LONGEST_MS) return;
    for (const mutant of left) {
      this.#journal.add("start", [mutant], name);
      const survives = await passes(run, mutant, calls);
      this.#journal.add(survives ? "survived" : "killed", [mutant], name);
      if (!survives && !(await passes(run, undefined, calls))) return this.#journal.add("spoilt", [mutant], name);
    }
  }

  /** Runs the test as it is; returns the mutants it meets, whether or not it passes. */
  async #meet(name: string, run: () => unknown): Promise<string[]> {
    Object.assign(switches, { currentTestId: name, calls: 0, mostCalls: Number.POSITIVE_INFINITY, isRecording: true });
    const isFit = await passes(run, undefined, Number.POSITIVE_INFINITY);
    Object.assign(switches, { currentTestId: undefined, isRecording: false });
    if (!isFit) this.#journal.add("unfit", [], name);
    const met = Object.keys(switches.mutantCoverage.perTest[name] ?? {});
    this.#journal.add("met", met, name);
    this.#journal.add("loaded", Object.keys(switches.mutantCoverage.static), name);
    return met;
  }

  /** What need not be tried: killed by whatever test, or survived this one. "" where this test has nothing to add. */
  #doneBy(name: string): Set<string> {
    const ours = this.#journal.entries().filter(({ test }) => test === name);
    const done = this.#journal.mutants("killed", "stopped");
    for (const { what, mutants } of ours) {
      if (what === "survived") for (const mutant of mutants) done.add(mutant);
      if (what === "unfit" || what === "spoilt") done.add("");
    }
    return done;
  }
}

async function passes(run: () => unknown, mutant: string | undefined, calls: number): Promise<boolean> {
  Object.assign(switches, { activeMutant: mutant, calls: 0, mostCalls: MOST_TIMES * calls + FREE_CALLS });
  try {
    await run();
    return true;
  } catch {
    return false;
  } finally {
    switches.activeMutant = undefined;
    switches.mostCalls = Number.POSITIVE_INFINITY;
  }
}

function nameOf(test: RunnerTestCase): string {
  return `${test.file.name} > ${test.fullTestName}`;
}
