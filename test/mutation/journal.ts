/**
 * What is known of the mutants so far, a line of JSON each time something happens. The files of a run, each in a process
 * of its own, append to it and read what the others found; a run that was stopped goes on where it was.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** `unfit`: the test fails without any mutant, the first or the second time (it asks for speed, or leaves something behind). `spoilt`: it does so after this mutant. */
export type Happening = "start" | "killed" | "stopped" | "survived" | "spoilt" | "unfit" | "loaded" | "met";

export interface Entry {
  readonly what: Happening;
  /** What was tried; for `loaded` and `met`, what the modules' loading or a test runs through. */
  readonly mutants: readonly string[];
  /** The path of the file and the name of the test; of the file alone for `loaded`. */
  readonly test: string;
  readonly process: number;
}

export class Journal {
  readonly #path: string;
  constructor(path: string) {
    this.#path = path;
  }

  add(what: Happening, mutants: readonly string[], test: string): void {
    appendFileSync(this.#path, `${JSON.stringify({ what, mutants, test, process: process.pid } satisfies Entry)}\n`);
  }

  entries(): Entry[] {
    if (!existsSync(this.#path)) return [];
    const lines = readFileSync(this.#path, "utf8").split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Entry);
  }

  /** Every mutant to which one of these happened. */
  mutants(...happenings: readonly Happening[]): Set<string> {
    return new Set(this.entries().flatMap(({ what, mutants }) => (happenings.includes(what) ? mutants : [])));
  }

  /** What was begun at or after entry `from` and has not ended, with the process that is at it. */
  begun(from: number): Entry[] {
    const open = new Map<number, Entry>();
    for (const entry of this.entries().slice(from))
      if (entry.what === "start") open.set(entry.process, entry);
      else open.delete(entry.process);
    return [...open.values()];
  }
}
