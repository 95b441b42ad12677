/** The loop of assembly/ceiling.ts, compiled, as something to time: in Node and on pages. */
import type { MathMode } from "../src/kernels/contract.js";
import { withMultiplyAdd } from "../src/kernels/relaxed-module.js";
import type { Contender } from "./harness.js";

const TURNS = 20_000;

/** Flops a second of one thread. */
export function ceilingLoop(strict: Uint8Array<ArrayBuffer>, math: MathMode = "strict"): Contender {
  const binary = math === "relaxed" ? withMultiplyAdd(strict) : strict;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary));
  const run = exports.ceiling as (turns: number, x: number, y: number) => number;
  return { name: `${math} ceiling`, work: TURNS * 4 * 12 * 4 * 2, run: () => run(TURNS, 0.5, 0.25) };
}
