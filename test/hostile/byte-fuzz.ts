/** Seeded mutants through one parser: each is taken and checked, or refused by a WasmlpError; anything else is a find. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WasmlpError } from "../../src/errors.js";
import { seededDraws } from "../formats/safetensors-raw.js";
import { type Draw, mutate } from "./mutations.js";
import type { Parser } from "./parser.js";

/** Inputs that were found are kept here, one file each; the folder is not part of the repository. */
const FINDS = "fuzz-finds";

export interface FuzzCounts {
  inputs: number;
  accepted: number;
  /** Kinds of refusal: messages without what differs from input to input. */
  readonly refusals: Map<string, number>;
}

/** An input that was neither taken nor refused. */
export class Find extends Error {
  override name = "Find";
}

/** Mutants number `first` … `first + count − 1` of a seed; each has a stream of its own, so any can be had alone. */
export async function fuzz(parser: Parser, seed: number, first: number, count: number): Promise<FuzzCounts> {
  const mutants = mutantsOf(parser);
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0; // traces of a hundred thousand refusals would take longer than all else
  try {
    return await tryAll(parser, mutants, seed, first, count);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

async function tryAll(
  parser: Parser,
  mutants: (seed: number, index: number) => Uint8Array,
  seed: number,
  first: number,
  count: number,
): Promise<FuzzCounts> {
  const counts: FuzzCounts = { inputs: 0, accepted: 0, refusals: new Map() };
  for (let index = first; index < first + count; index++) {
    const bytes = mutants(seed, index);
    counts.inputs++;
    try {
      const kind = await refusalOf(parser, bytes);
      if (kind === undefined) counts.accepted++;
      else counts.refusals.set(kind, (counts.refusals.get(kind) ?? 0) + 1);
    } catch (cause) {
      throw new Find(keep(parser, seed, index, bytes, cause), { cause });
    }
  }
  return counts;
}

/** What an input is refused for; nothing where it is taken. @throws whatever else the parser throws. */
export async function refusalOf(parser: Parser, bytes: Uint8Array): Promise<string | undefined> {
  try {
    const result = parser.accept(bytes);
    if (result instanceof Promise) await result;
    return undefined;
  } catch (error) {
    if (!(error instanceof WasmlpError)) throw error;
    const expected = /expected (.+?), got .+/s.exec(error.message)?.[1];
    if (expected === undefined) throw new Error(`a message without expected and got: ${error.message}`);
    return `${error.code}: ${expected.replace(/"(\\.|[^"\\])*"|\d+/g, "…").slice(0, 60)}`;
  }
}

/** The mutant of a seed and a number. */
export function mutantsOf(parser: Parser): (seed: number, index: number) => Uint8Array {
  const valid = parser.valid();
  const tokens = (parser.tokens ?? []).map((token) => Uint8Array.from(Buffer.from(token)));
  return (seed, index) => {
    const draw = streamOf(seed, index);
    const mutant = mutate(valid[draw(valid.length)] as Uint8Array, valid, tokens, draw);
    return parser.repair && draw(2) === 0 ? parser.repair(mutant) : mutant;
  };
}

/** Neighbouring numbers would give alike streams: a few rounds of mixing part them. */
function streamOf(seed: number, index: number): Draw {
  const draw = seededDraws(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  for (let i = 0; i < 4; i++) draw(2);
  return draw;
}

/** Writes the input down and says how to try it again. */
function keep(parser: Parser, seed: number, index: number, bytes: Uint8Array, cause: unknown): string {
  mkdirSync(FINDS, { recursive: true });
  const file = join(FINDS, `${parser.name}-${seed}-${index}`);
  writeFileSync(file, bytes);
  const hex = Buffer.from(bytes).toString("hex");
  const again = `npm run fuzz:bytes -- --parser ${parser.name} --replay ${file}`;
  return `${parser.name}, seed ${seed}, input ${index}: ${cause}\n${again}\n${hex}`;
}
