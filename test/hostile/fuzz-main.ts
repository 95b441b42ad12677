/**
 * npm run fuzz:bytes -- [--parser name] [--minutes n] [--seed n] [--replay file]
 *
 * Mutants through the parsers of parsers.ts, in turns, until the time is up: all of them unless one is named, one minute
 * unless told, from seed 1. A find ends it, is written to fuzz-finds/ and printed as hex; --replay tries such a file.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Find, fuzz, refusalOf } from "./byte-fuzz.js";
import type { Parser } from "./parser.js";
import { PARSERS } from "./parsers.js";

const TURN = 2000;
const NAMES = PARSERS.map(({ name }) => name).join(", ");

async function main(): Promise<number> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { parser: text, minutes: text, seed: text, replay: text } });
  const chosen = PARSERS.filter(({ name }) => values.parser === undefined || name === values.parser);
  const [minutes, seed] = [Number(values.minutes ?? 1), Number(values.seed ?? 1)];
  if (chosen.length === 0) return usage(`--parser: expected one of ${NAMES}, got ${values.parser}`);
  if (!(minutes > 0)) return usage(`--minutes: expected a number above 0, got ${values.minutes}`);
  if (!Number.isSafeInteger(seed)) return usage(`--seed: expected a whole number, got ${values.seed}`);
  if (values.replay !== undefined) return replay(chosen, values.replay);
  return run(chosen, seed, performance.now() + 60_000 * minutes);
}

function usage(message: string): number {
  console.error(message);
  return 2;
}

async function replay(parsers: readonly Parser[], file: string): Promise<number> {
  const bytes = new Uint8Array(readFileSync(file));
  for (const parser of parsers) console.log(`${parser.name}: ${(await refusalOf(parser, bytes)) ?? "taken"}`);
  return 0;
}

async function run(parsers: readonly Parser[], seed: number, until: number): Promise<number> {
  const sums = new Map(parsers.map(({ name }) => [name, { inputs: 0, accepted: 0 }]));
  for (let first = 0; performance.now() < until; first += TURN)
    for (const parser of parsers) {
      const sum = sums.get(parser.name) as { inputs: number; accepted: number };
      const { inputs, accepted } = await fuzz(parser, seed, first, TURN);
      sum.inputs += inputs;
      sum.accepted += accepted;
    }
  for (const [name, { inputs, accepted }] of sums) console.log(`${name}  ${inputs} inputs, ${accepted} taken`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Find ? error.message : error);
  process.exitCode = 1;
}
