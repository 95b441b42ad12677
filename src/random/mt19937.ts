/**
 * NumPy's legacy random stream (`numpy.random.RandomState`): MT19937 and the draws NumPy makes from it.
 * The same seed and the same calls give the same values as there. Knows nothing of networks or data sets.
 *
 * Generator: Matsumoto and Nishimura, ACM TOMACS 8(1), 1998. Integers, shuffles, permutations and uniform f64s equal
 * NumPy's exactly. Gaussians need a logarithm, for which NumPy asks the C library and wasmlp `log.ts`: they may differ
 * in the last place, about once in two thousand draws, but are the same bits wherever wasmlp runs.
 */
import { allocating, invalidOption, requireOptions, requireWhole } from "../errors.js";
import { log } from "./log.js";

/** Words of state. */
const N = 624;
/** Distance to the word mixed in. */
const M = 397;
const LARGEST_U32 = 2 ** 32 - 1;

/** All that is needed to go on with a stream where it stood: plain data, safe to post and to store. */
export interface Mt19937State {
  /** 624 words of 32 bits. */
  readonly key: Uint32Array;
  /** Words of `key` already handed out, 0 to 624. */
  readonly position: number;
  /** The second value of the last Gaussian pair, when it is still to be handed out. */
  readonly gaussian: number | null;
}

/** Numbers in place: any typed array, or an array. */
export interface Shuffleable<T> {
  readonly length: number;
  [index: number]: T;
}

export class MT19937 {
  // Int32, not Uint32: V8 keeps 32-bit signed integers unboxed, and the bits are the same.
  #key: Int32Array = allocating("random state", () => new Int32Array(N));
  #position: number = N;
  #gaussian: number | null = null;

  /**
   * @param seed whole number from 0 to 2³² − 1, as in `RandomState(seed)`.
   * @throws WasmlpError `invalid-option` for any other seed.
   */
  constructor(seed: number) {
    requireWhole("seed", seed, 0, LARGEST_U32);
    const key = this.#key;
    let word = seed | 0;
    key[0] = word;
    for (let i = 1; i < N; i++) {
      word = (Math.imul(1812433253, word ^ (word >>> 30)) + i) | 0;
      key[i] = word;
    }
  }

  /** A generator that goes on where `state()` was taken. Throws `invalid-option` for anything `state()` cannot give. */
  static fromState(state: Mt19937State): MT19937 {
    const { key, position, gaussian } = requireState(state);
    const generator = new MT19937(0);
    generator.#key = new Int32Array(key);
    generator.#position = position;
    generator.#gaussian = gaussian;
    return generator;
  }

  /** A copy of where the stream stands. */
  state(): Mt19937State {
    return { key: new Uint32Array(this.#key), position: this.#position, gaussian: this.#gaussian };
  }

  /** The next 32 bits, 0 to 2³² − 1. */
  nextUint32(): number {
    return this.#nextInt32() >>> 0;
  }

  /** A multiple of 2⁻⁵³ in [0, 1), evenly spread; takes two words. */
  random(): number {
    const high = this.#nextInt32() >>> 5;
    const low = this.#nextInt32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /**
   * A value from low to high, evenly spread; high itself only where rounding leads to it.
   * @throws WasmlpError `invalid-option` unless low, high and their difference are finite.
   */
  uniform(low: number = 0, high: number = 1): number {
    requireNumber("low", low);
    requireNumber("high", high);
    const range = high - low;
    if (range - range !== 0) throw invalidOption("high - low", "a finite difference of finite numbers", range);
    return low + range * this.random();
  }

  /**
   * A Gaussian value (polar method; values come in pairs, the second is kept for the next call).
   * @throws WasmlpError `invalid-option` unless mean is finite and std is finite and at least 0.
   */
  normal(mean: number = 0, std: number = 1): number {
    requireNumber("mean", mean);
    requireNumber("std", std);
    if (mean - mean !== 0) throw invalidOption("mean", "a finite number", mean);
    if (!(std >= 0 && std < Infinity)) throw invalidOption("std", "a finite number of at least 0", std);
    return mean + std * this.#standardNormal();
  }

  /**
   * A whole number from `low` to `high - 1`, evenly spread (`RandomState.randint`).
   * @throws WasmlpError `invalid-option` unless low < high ≤ low + 2³², both safe integers.
   */
  randint(low: number, high: number): number {
    requireWhole("low", low, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    requireWhole("high", high, low + 1, Math.min(low + 2 ** 32, Number.MAX_SAFE_INTEGER));
    const largest = high - 1 - low;
    return low + this.#interval(largest, maskOf(largest));
  }

  /**
   * Puts the elements into random order, in place. Fastest for a Uint32Array; any other kind is copied on the way.
   * @param array typed array or array of fewer than 2³² elements.
   * @throws WasmlpError `invalid-option` for anything else, or a frozen array; `out-of-memory`.
   */
  shuffle<T>(array: Shuffleable<T>): void {
    if (!isShuffleable(array)) throw invalidOption("array", "a typed array or array that may be changed", array);
    if (array instanceof Uint32Array) {
      this.#shuffleWords(array);
      return;
    }
    const before = Array.from(array);
    const order = this.permutation(array.length);
    for (let i = 0; i < order.length; i++) array[i] = before[order[i] as number] as T;
  }

  /**
   * 0 … n − 1 in random order [n].
   * @throws WasmlpError `invalid-option` unless n is a whole number from 0 to 2³² − 1; `out-of-memory`.
   */
  permutation(n: number): Uint32Array {
    requireWhole("n", n, 0, LARGEST_U32);
    const order = allocate(n);
    for (let i = 0; i < n; i++) order[i] = i;
    this.#shuffleWords(order);
    return order;
  }

  /**
   * `size` of the numbers 0 … n − 1 [size], as `RandomState.choice(n, size, replace)`.
   * Without replacement it takes the first of a whole permutation, however few are asked for.
   * @throws WasmlpError `invalid-option` for n below 1, or size above n without replacement; `out-of-memory`.
   */
  choice(n: number, size: number, options: { replace?: boolean } = {}): Uint32Array {
    requireOptions(options ?? {});
    const { replace = true } = options ?? {};
    if (typeof replace !== "boolean") throw invalidOption("replace", "true or false", replace);
    requireWhole("n", n, 1, LARGEST_U32);
    requireWhole("size", size, 0, replace ? LARGEST_U32 : n);
    if (!replace) return this.permutation(n).slice(0, size);
    const chosen = allocate(size);
    const mask = maskOf(n - 1);
    for (let i = 0; i < size; i++) chosen[i] = this.#interval(n - 1, mask);
    return chosen;
  }

  // Apart from `shuffle` so that it sees one kind of array only: V8 may give up on a loop that has seen several.
  #shuffleWords(words: Uint32Array): void {
    let mask = maskOf(words.length - 1);
    for (let i = words.length - 1; i > 0; i--) {
      while (i <= mask >>> 1) mask >>>= 1;
      const j = this.#interval(i, mask);
      const word = words[i] as number;
      words[i] = words[j] as number;
      words[j] = word;
    }
  }

  /** 0 … largest: words cut to `mask` (the least 2^b − 1 ≥ largest) until one fits. For 0 nothing is drawn. */
  #interval(largest: number, mask: number): number {
    if (largest === 0) return 0;
    for (;;) {
      const value = (this.#nextInt32() & mask) >>> 0;
      if (value <= largest) return value;
    }
  }

  #standardNormal(): number {
    const kept = this.#gaussian;
    if (kept !== null) {
      this.#gaussian = null;
      return kept;
    }
    for (;;) {
      const x = 2 * this.random() - 1;
      const y = 2 * this.random() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * log(square)) / square);
      this.#gaussian = factor * x;
      return factor * y;
    }
  }

  #nextInt32(): number {
    if (this.#position === N) {
      renew(this.#key);
      this.#position = 0;
    }
    let y = this.#key[this.#position++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }
}

/** The next 624 words. */
function renew(key: Int32Array): void {
  for (let i = 0; i < N - M; i++) key[i] = (key[i + M] as number) ^ twist(key[i] as number, key[i + 1] as number);
  for (let i = N - M; i < N - 1; i++)
    key[i] = (key[i + M - N] as number) ^ twist(key[i] as number, key[i + 1] as number);
  key[N - 1] = (key[M - 1] as number) ^ twist(key[N - 1] as number, key[0] as number);
}

function twist(upper: number, lower: number): number {
  const y = (upper & 0x80000000) | (lower & 0x7fffffff);
  return (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
}

/** The least 2^b − 1 that is not below `largest`. */
function maskOf(largest: number): number {
  return largest > 0 ? LARGEST_U32 >>> Math.clz32(largest) : 0;
}

function isShuffleable(array: unknown): boolean {
  const isTyped = ArrayBuffer.isView(array) && !(array instanceof DataView);
  return (Array.isArray(array) && !Object.isFrozen(array)) || (isTyped && (array as Uint8Array).length < 2 ** 32);
}

function requireNumber(option: string, value: number): void {
  if (typeof value !== "number") throw invalidOption(option, "a number", value);
}

function requireState(state: Mt19937State): Mt19937State {
  const { key, position, gaussian } = (state ?? {}) as Partial<Mt19937State>;
  if (!(key instanceof Uint32Array) || key.length !== N)
    throw invalidOption("state.key", `a Uint32Array of ${N} words`, key);
  // From all zeros the generator would give zeros for ever, and a Gaussian would never come.
  if ((key[0] as number) < 2 ** 31 && key.every((word, i) => i === 0 || word === 0))
    throw invalidOption("state.key", "a word that is not 0", "zeros only");
  requireWhole("state.position", position as number, 0, N);
  if (gaussian !== null && !Number.isFinite(gaussian))
    throw invalidOption("state.gaussian", "a finite number or null", gaussian);
  return { key, position: position as number, gaussian: gaussian as number | null };
}

function allocate(length: number): Uint32Array {
  return allocating(`${length} indices`, () => new Uint32Array(length));
}
