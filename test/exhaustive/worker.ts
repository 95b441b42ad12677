/** A process that goes through the parts of functions it is told to, one after the other. */
import { FUNCTIONS, type WordRange } from "./functions.js";
import { wasmSide } from "./sides.js";
import { type Finding, sweepRange } from "./sweep.js";

export interface Task {
  readonly index: number;
  readonly name: string;
  readonly range: WordRange;
  /** Lies in `range`. */
  readonly part: WordRange;
}

export interface Answer {
  readonly index: number;
  readonly finding: Finding;
}

const side = wasmSide();

process.on("message", ({ index, name, range, part }: Task) => {
  const tried = FUNCTIONS.find((one) => one.name === name);
  if (!tried) throw new Error(`expected the name of a function, got ${name}`);
  const answer: Answer = { index, finding: sweepRange(side, tried, range, part, 1) };
  process.send?.(answer);
});
