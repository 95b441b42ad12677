/** The machine's ceilings: a register-only loop in WebAssembly, compiled here from assembly/ceiling.ts. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { MathMode } from "../src/kernels/contract.js";
import { withMultiplyAdd } from "../src/kernels/relaxed-module.js";
import type { Contender } from "./harness.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const TURNS = 20_000;

/** Flops a second of one thread. */
export function ceilingContender(math: MathMode): Contender {
  const run = compile(math).ceiling as (turns: number, x: number, y: number) => number;
  return { name: `${math} ceiling`, work: TURNS * 4 * 12 * 4 * 2, run: () => run(TURNS, 0.5, 0.25) };
}

function compile(math: MathMode): WebAssembly.Exports {
  mkdirSync(`${root}/build`, { recursive: true });
  const out = `${root}/build/ceiling.wasm`;
  const asc = `${root}/node_modules/assemblyscript/bin/asc.js`;
  const options = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"];
  // Run inside assembly/, so that the core's asconfig.json does not apply.
  execFileSync(process.execPath, [asc, "ceiling.ts", "-o", out, ...options], {
    cwd: `${root}/assembly`,
    stdio: "inherit",
  });
  const strict = new Uint8Array(readFileSync(out));
  const bytes = math === "relaxed" ? withMultiplyAdd(strict) : strict;
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
}
