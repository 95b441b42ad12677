/** The random stream, value for value against numpy.random.RandomState (fixtures/numpy/make-random.py). */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MT19937, type Mt19937State } from "../../src/random/mt19937.js";
import { expectError } from "../expect-error.js";

type Call = [method: string, args: unknown[], result: number | number[]];
interface Fixture {
  sequences: {
    seed: number;
    keyAtStart: string;
    calls: Call[];
    state: { key: string; position: number; gaussian: number | null };
  }[];
  longStream: { seed: number; sha256: string };
  gaussians: { seed: number; values: number[] };
  shuffles: { seed: number; count: number; sha256: string[] };
}
const fixture = JSON.parse(readFileSync(new URL("../fixtures/numpy/random.json", import.meta.url), "utf8")) as Fixture;

function sha256(words: Uint32Array): string {
  return createHash("sha256").update(words).digest("hex");
}

function answer(rng: MT19937, method: string, args: unknown[]): number | number[] {
  const [a, b, c] = args as [number, number, { replace: boolean }];
  switch (method) {
    case "nextUint32":
      return rng.nextUint32();
    case "random":
      return rng.random();
    case "uniform":
      return rng.uniform(a, b);
    case "normal":
      return rng.normal(a, b);
    case "randint":
      return rng.randint(a, b);
    case "permutation":
      return Array.from(rng.permutation(a));
    case "choice":
      return Array.from(rng.choice(a, b, c));
    case "shuffle": {
      const values = [...(args[0] as number[])];
      rng.shuffle(values);
      return values;
    }
    default:
      throw new Error(`the fixture asks for ${method}`);
  }
}

/** Differs from NumPy in the last places only: the C library's logarithm is not everywhere the same. */
function expectClose(got: number, expected: number, label: string): void {
  expect(Math.abs(got - expected), label).toBeLessThanOrEqual(Math.abs(expected) * 2 ** -51);
}

describe("MT19937", () => {
  for (const { seed, keyAtStart, calls, state } of fixture.sequences) {
    it(`answers a mixed sequence of calls as RandomState(${seed}) does`, () => {
      const rng = new MT19937(seed);
      expect(sha256(rng.state().key)).toBe(keyAtStart);
      expect(rng.state().position).toBe(624);
      expect(calls.length).toBeGreaterThan(30);
      for (const [i, [method, args, result]] of calls.entries()) {
        const label = `call ${i}: ${method}(${JSON.stringify(args)})`;
        const got = answer(rng, method, args);
        if (method === "normal") expectClose(got as number, result as number, label);
        else expect(got, label).toEqual(result);
      }
      const end = rng.state();
      expect(sha256(end.key)).toBe(state.key);
      expect(end.position).toBe(state.position);
      expect(end.gaussian === null).toBe(state.gaussian === null);
      if (state.gaussian !== null) expectClose(end.gaussian as number, state.gaussian, "the kept Gaussian");
    });
  }

  it("gives the same 100,000 words as NumPy", () => {
    const rng = new MT19937(fixture.longStream.seed);
    expect(sha256(Uint32Array.from({ length: 100_000 }, () => rng.nextUint32()))).toBe(fixture.longStream.sha256);
  });

  it("gives NumPy's Gaussians: nearly all bit for bit, and every one the same as f32", () => {
    const rng = new MT19937(fixture.gaussians.seed);
    let different = 0;
    for (const [i, expected] of fixture.gaussians.values.entries()) {
      const got = rng.normal();
      expectClose(got, expected, `Gaussian ${i}`);
      expect(Math.fround(got), `Gaussian ${i}`).toBe(Math.fround(expected));
      if (got !== expected) different++;
    }
    expect(fixture.gaussians.values.length).toBe(3000);
    expect(different).toBeLessThanOrEqual(6);
  });

  it("shuffles 55,000 row numbers three times over as NumPy does", () => {
    const { seed, count, sha256: orders } = fixture.shuffles;
    const rng = new MT19937(seed);
    const rows = Uint32Array.from({ length: count }, (_, i) => i);
    for (const order of orders) {
      rng.shuffle(rows);
      expect(sha256(rows)).toBe(order);
    }
  });

  it("shuffles arrays of every kind alike", () => {
    const plain = Array.from({ length: 100 }, (_, i) => i);
    new MT19937(9).shuffle(plain);
    for (const Kind of [Uint8Array, Uint8ClampedArray, Int16Array, Uint32Array, Float32Array, Float64Array]) {
      const typed = new Kind(100).map((_: number, i: number) => i);
      new MT19937(9).shuffle(typed);
      expect(Array.from(typed), Kind.name).toEqual(plain);
    }
    const wide = BigInt64Array.from({ length: 100 }, (_, i) => BigInt(i));
    new MT19937(9).shuffle(wide);
    expect(Array.from(wide, Number)).toEqual(plain);
  });

  it("goes on bit for bit from a state, wherever it was taken", () => {
    for (let draws = 0; draws < 1300; draws += 43) {
      const rng = new MT19937(77);
      for (let i = 0; i < draws; i++) rng.normal();
      const resumed = MT19937.fromState(structuredClone(rng.state()));
      for (let i = 0; i < 400; i++) expect(resumed.normal(), `draw ${i} after ${draws}`).toBe(rng.normal());
      expect(resumed.state()).toEqual(rng.state());
    }
  });

  it("shares no memory with the states it gives or takes", () => {
    const rng = new MT19937(5);
    rng.nextUint32();
    const state = rng.state();
    const resumed = MT19937.fromState(state);
    const expected = rng.nextUint32();
    state.key.fill(1);
    expect(resumed.nextUint32()).toBe(expected);
    expect(rng.state().key[0]).not.toBe(1);
  });

  it("draws nothing where there is nothing to choose", () => {
    const rng = new MT19937(3);
    rng.permutation(0);
    rng.permutation(1);
    rng.shuffle([]);
    rng.shuffle([7]);
    rng.randint(4, 5);
    rng.choice(1, 10);
    expect(rng.choice(8, 0)).toEqual(new Uint32Array(0));
    expect(rng.state()).toEqual(new MT19937(3).state());
  });

  it("refuses seeds that are not whole numbers of 32 bits", () => {
    for (const seed of [-1, 2 ** 32, 0.5, Number.NaN, Number.POSITIVE_INFINITY, "1", null, undefined, [1], 1n, {}])
      expectError(
        () => new MT19937(seed as number),
        "invalid-option",
        /^seed: expected a whole number from 0 to 4294967295/,
      );
  });

  it("refuses arguments out of range instead of looping or returning nonsense", () => {
    const rng = new MT19937(0);
    const calls: [() => unknown, RegExp][] = [
      [() => rng.normal(Number.NaN, 1), /^mean/],
      [() => rng.normal(0, -1), /^std/],
      [() => rng.normal(0, Number.POSITIVE_INFINITY), /^std/],
      [() => rng.uniform(0, Number.NaN), /^high - low/],
      [() => rng.uniform(-Number.MAX_VALUE, Number.MAX_VALUE), /^high - low/],
      [() => rng.randint(5, 5), /^high/],
      [() => rng.randint(0, 2 ** 32 + 1), /^high/],
      [() => rng.randint(0.5, 3), /^low/],
      [() => rng.permutation(-1), /^n:/],
      [() => rng.permutation(2.5), /^n:/],
      [() => rng.choice(0, 1), /^n:/],
      [() => rng.choice(3, 4, { replace: false }), /^size: expected a whole number from 0 to 3, got 4/],
      [() => rng.choice(3, -1), /^size/],
      [() => rng.shuffle("abc" as unknown as string[]), /^array/],
      [() => rng.shuffle(null as unknown as string[]), /^array/],
      [() => rng.shuffle(Object.freeze([1, 2]) as number[]), /^array/],
      [() => rng.shuffle(new DataView(new ArrayBuffer(8)) as unknown as number[]), /^array/],
    ];
    for (const [call, said] of calls) expectError(call, "invalid-option", said);
    expect(rng.state()).toEqual(new MT19937(0).state());
  });

  it("refuses a state that no generator can be in", () => {
    const good = new MT19937(1).state();
    const bad: [unknown, RegExp][] = [
      [null, /^state\.key/],
      [{ ...good, key: Array.from(good.key) }, /^state\.key/],
      [{ ...good, key: good.key.slice(1) }, /^state\.key/],
      [{ ...good, key: new Uint32Array(624) }, /^state\.key: expected a word that is not 0/],
      [{ ...good, key: Uint32Array.of(2 ** 31 - 1, ...new Uint32Array(623)) }, /^state\.key/],
      [{ ...good, position: 625 }, /^state\.position/],
      [{ ...good, position: 1.5 }, /^state\.position/],
      [{ ...good, gaussian: Number.NaN }, /^state\.gaussian/],
      [{ key: good.key, position: 3 }, /^state\.gaussian/],
    ];
    for (const [state, said] of bad)
      expectError(() => MT19937.fromState(state as Mt19937State), "invalid-option", said);
  });
});
