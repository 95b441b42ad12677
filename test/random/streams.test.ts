/** Long runs of the random stream for many seeds, against numpy.random.RandomState (fixtures/numpy/make-streams.py). */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MT19937 } from "../../src/random/mt19937.js";
import { shortDigest } from "../short-digest.js";

type Call = readonly [kind: string, first: number, second: number];
interface Fixture {
  readonly calls: readonly Call[];
  readonly streams: readonly { readonly seed: number; readonly digests: readonly string[] }[];
}
const fixture: Fixture = JSON.parse(
  readFileSync(new URL("../fixtures/numpy/streams.json", import.meta.url), "utf8"),
) as Fixture;

function perform(rng: MT19937, [kind, first, second]: Call): Uint32Array | Float32Array | Float64Array {
  switch (kind) {
    case "permutation":
      return rng.permutation(first);
    case "shuffle": {
      const values = Uint32Array.from({ length: first }, (_, i) => i);
      rng.shuffle(values);
      return values;
    }
    case "choice":
      return rng.choice(first, second);
    case "sample":
      return rng.choice(first, second, { replace: false });
    case "randint":
      return Uint32Array.from({ length: second }, () => rng.randint(0, first));
    case "random":
      return Float64Array.from({ length: first }, () => rng.random());
    case "uniform":
      return Float64Array.from({ length: first }, () => rng.uniform(-2.5, 0.75));
    case "normal":
      return Float32Array.from({ length: first }, () => rng.normal(0.25, 1.5));
    default:
      throw new Error(`the fixture asks for ${kind}`);
  }
}

describe("MT19937", () => {
  it("gives NumPy's values in 38 calls on each of 24 streams: Gaussians as f32, all others to the bit", () => {
    expect([fixture.calls.length, fixture.streams.length]).toEqual([38, 24]);
    for (const { seed, digests } of fixture.streams) {
      const rng = new MT19937(seed);
      const got = fixture.calls.map((call) => shortDigest(perform(rng, call)));
      expect(got, `seed ${seed}`).toEqual(digests);
      expect(new Set(digests.slice(3)).size).toBeGreaterThan(20);
    }
  });
});
