/**
 * Every function of one number in the module, over a stride through all inputs; `npm run test:exhaustive` leaves none
 * out. Errors against f64, in units in the last place; the reference bit for bit; and the ends worked out by hand.
 */
import { describe, expect, it } from "vitest";
import { binaryCrossEntropy, type ElementFunction, FUNCTIONS } from "../exhaustive/functions.js";
import { BLOCK, INPUTS, RESULTS, referenceSide, type Side, wasmSide } from "../exhaustive/sides.js";
import { floatOf, sweepDomain, sweepRange } from "../exhaustive/sweep.js";

/** A prime, so that every exponent and many mantissas are met. */
const STRIDE = 1021;
/** The reference takes longer. */
const LONG_STRIDE = 10_007;

const wasm = wasmSide();
const reference = referenceSide();

const SIGN = 0x80000000;

/** A stride through the domain, a block at a time. */
function* inputsOf({ domain }: ElementFunction): Generator<Uint32Array> {
  for (const [first, last] of domain)
    for (let word = first; word <= last; word += BLOCK * LONG_STRIDE) {
      const count = Math.min(BLOCK, Math.floor((last - word) / LONG_STRIDE) + 1);
      yield Uint32Array.from({ length: count }, (_, i) => word + i * LONG_STRIDE);
    }
}

/** The results for `inputs` as words. */
function wordsOf(side: Side, tried: ElementFunction, inputs: Uint32Array): Uint32Array {
  const { words } = side.heap;
  words.set(inputs, INPUTS >> 2);
  tried.run(side, inputs.length);
  return words.slice(RESULTS >> 2, (RESULTS >> 2) + inputs.length);
}

function valuesOf(side: Side, tried: ElementFunction, inputs: readonly number[]): number[] {
  const words = new Uint32Array(Float32Array.from(inputs).buffer);
  return [...new Float32Array(wordsOf(side, tried, words).buffer)];
}

/** Which NaN a result is, is not defined. */
function withOneNaN(words: Uint32Array): Uint32Array {
  return words.map((word) => ((word & 0x7fffffff) > 0x7f800000 ? 0x7fc00000 : word));
}

describe.each(FUNCTIONS)("$name", (tried) => {
  it(`is within ${tried.limit} of its f64 value, gives NaN for NaN alone${tried.isMonotone ? ", never falls" : ""}`, () => {
    const { inputs, error, errorAt, falls, fallsAt } = sweepDomain(wasm, tried, STRIDE);
    expect(inputs).toBeGreaterThan(1e6);
    expect(error, `at ${floatOf(errorAt)}`).toBeLessThanOrEqual(tried.limit);
    expect(error).toBeGreaterThanOrEqual(0.3 * tried.limit);
    if (tried.isMonotone) expect(falls, `first at ${floatOf(fallsAt)}`).toBe(0);
  });

  it("has the reference's bits", () => {
    for (const inputs of inputsOf(tried)) {
      const ours = withOneNaN(wordsOf(wasm, tried, inputs));
      const theirs = withOneNaN(wordsOf(reference, tried, inputs));
      const at = ours.findIndex((result, i) => result !== theirs[i]);
      if (at >= 0) expect.fail(`of ${floatOf(inputs[at] as number)}: ${ours[at]}, the reference ${theirs[at]}`);
    }
  });
});

it("the loss of x for target 0 is that of −x for target 1", () => {
  const softplus = FUNCTIONS.find(({ name }) => name === "softplus") as ElementFunction;
  const mirrored = { ...softplus, run: binaryCrossEntropy(1) };
  for (const inputs of inputsOf(softplus)) {
    const negated = inputs.map((word) => word ^ SIGN);
    expect(withOneNaN(wordsOf(wasm, mirrored, negated))).toEqual(withOneNaN(wordsOf(wasm, softplus, inputs)));
  }
});

/** Where `npm run test:exhaustive` found the largest error of each, and how large. */
const LARGEST_ERRORS: Readonly<Record<string, readonly [x: number, error: number]>> = {
  exp: [-27.378984451293945, 0.9888],
  expm1: [-0.3870649039745331, 0.9209],
  log: [1.4015042781829834, 0.8578],
  log1p: [0.42544126510620117, 0.8875],
  sigmoid: [-4.846455097198486, 1.4797],
  tanh: [4.505090713500977, 2.4984],
  softplus: [-1.2984061241149902, 1.6773],
  softmaxPair: [-4.157293796539307, 2.4019],
  sigmoidDerivative: [0.49991366267204285, 1.4998],
  tanhDerivative: [0.6250000596046448, 0.75],
};

it.each(Object.entries(LARGEST_ERRORS))(
  "%s is furthest off at its worst input, as docs/numerics.md says",
  (name, [x, error]) => {
    const tried = FUNCTIONS.find((one) => one.name === name) as ElementFunction;
    const word = new Uint32Array(Float32Array.of(x).buffer)[0] as number;
    expect(sweepRange(wasm, tried, [word, word], [word, word], 1).error).toBeCloseTo(error, 3);
  },
);

/** Every domain begins and ends at one of these, but for 1. */
const TINY = 2 ** -149;
const SMALLEST_NORMAL = 2 ** -126;
const LARGEST = 3.4028234663852886e38;
const INF = Number.POSITIVE_INFINITY;
const SLOPE = Math.fround(0.01);
const f = Math.fround;

describe("at the ends", () => {
  // biome-ignore format: a function a line
  const ends: Readonly<Record<string, readonly (readonly [x: number, y: number])[]>> = {
    exp: [[-0, 1], [0, 1], [-TINY, 1], [-INF, 0], [-LARGEST, 0], [-104, 0], [-103.97, TINY], [-103.98, 0], [-87.5, f(Math.exp(-87.5))]],
    expm1: [[-0, 0], [-TINY, -TINY], [-SMALLEST_NORMAL, -SMALLEST_NORMAL], [-17.5, -1], [-40, -1], [-LARGEST, -1], [-INF, -1]],
    log: [[1, 0], [1 + 2 ** -23, f(Math.log(1 + 2 ** -23))], [2, f(Math.LN2)], [LARGEST, f(Math.log(LARGEST))], [INF, INF]],
    log1p: [[0, 0], [TINY, TINY], [SMALLEST_NORMAL, SMALLEST_NORMAL], [0.5, 0.40546509623527527], [1, f(Math.LN2)]],
    sigmoid: [[0, 0.5], [-0, 0.5], [TINY, 0.5], [-TINY, 0.5], [INF, 1], [LARGEST, 1], [17.5, 1], [-INF, 0], [-LARGEST, 0], [-103.9, TINY]],
    tanh: [[0, 0], [-0, -0], [TINY, TINY], [-TINY, -TINY], [SMALLEST_NORMAL, SMALLEST_NORMAL], [20, 1], [INF, 1], [-20, -1], [-INF, -1]],
    relu: [[0, 0], [-0, -0], [TINY, TINY], [-TINY, 0], [LARGEST, LARGEST], [INF, INF], [-INF, 0]],
    leakyRelu: [[0, 0], [-0, -0], [TINY, TINY], [-TINY, -0], [-100, f(-100 * SLOPE)], [-LARGEST, f(-LARGEST * SLOPE)], [INF, INF], [-INF, -INF]],
    softplus: [[0, f(Math.LN2)], [LARGEST, LARGEST], [-LARGEST, 0], [-103.9, TINY], [100, 100]],
    softmaxPair: [[0, 0.5], [-0, 0.5], [LARGEST, 1], [-LARGEST, 0], [-103.9, TINY]],
    sigmoidDerivative: [[0, 0], [1, 0], [0.5, 0.25], [TINY, TINY]],
    tanhDerivative: [[0, 1], [-0, 1], [1, 0], [-1, 0], [0.5, 0.75], [TINY, 1]],
  };

  it.each([
    ["the module", wasm],
    ["the reference", reference],
  ])("%s gives every function's value", (_name, side) => {
    expect(Object.keys(ends)).toEqual(FUNCTIONS.map(({ name }) => name));
    for (const tried of FUNCTIONS) {
      const points = ends[tried.name] as (typeof ends)[string];
      const inputs = points.map(([x]) => x);
      expect(valuesOf(side, tried, inputs), `${tried.name} of ${inputs}`).toEqual(points.map(([, y]) => y));
    }
  });
});
