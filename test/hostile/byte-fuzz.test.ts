/** A hundred thousand mutants for each parser of the table; FUZZ_REPLAY=file tries one input again. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fuzz, mutantsOf, refusalOf } from "./byte-fuzz.js";
import { PARSERS } from "./parsers.js";

const SEED = Number(process.env.FUZZ_BYTES_SEED ?? 7);
const INPUTS = Number(process.env.FUZZ_BYTES_INPUTS ?? 100_000);
const replay = process.env.FUZZ_REPLAY;

describe.each(PARSERS.map((parser) => [parser.name, parser] as const))("the parser of %s", (_name, parser) => {
  it("takes the files that mutants are made of", async () => {
    for (const bytes of parser.valid()) expect(await refusalOf(parser, bytes)).toBeUndefined();
  });

  it("gives the same mutant for the same seed and number", () => {
    const [one, other] = [mutantsOf(parser), mutantsOf(parser)];
    expect(one(SEED, 5)).toEqual(other(SEED, 5));
    expect(one(SEED, 5)).not.toEqual(one(SEED, 6));
  });

  if (replay !== undefined) {
    it(`answers ${replay}`, () => refusalOf(parser, new Uint8Array(readFileSync(replay))));
    return;
  }

  it(`takes or refuses by name ${INPUTS} mutants of seed ${SEED}`, async () => {
    const { inputs, accepted, refusals } = await fuzz(parser, SEED, 0, INPUTS);
    expect(inputs).toBe(INPUTS);
    // Mutants that all die at the first check, or none at all, would prove nothing.
    expect(accepted).toBeGreaterThan(INPUTS / 1000);
    expect(refusals.size).toBeGreaterThan(2);
  });
});
