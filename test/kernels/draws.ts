/** A seeded source of draws (mulberry32; test data only). */
export class Draws {
  #state: number;
  constructor(seed: number) {
    this.#state = seed | 0;
  }
  u32(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }
  unit(): number {
    return this.u32() / 2 ** 32;
  }
  below(n: number): number {
    return this.u32() % n;
  }
  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }
}
