/**
 * Timing that can be compared: contenders take turns within one run, so that a machine that slows down slows all of
 * them. Medians are quoted; a spread says how quiet the machine was.
 */

/** Something to time; `work` is what one call does, in the unit of the figure (flops, samples, bytes). */
export interface Contender {
  readonly name: string;
  readonly work: number;
  readonly run: () => void;
}

/** The median and the range of what was measured in several rounds. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Work a second, over the rounds. */
export interface Figure extends Spread {
  readonly name: string;
}

/** Times each contender once a round, in turn; each measurement lasts about `sliceMs`. */
export function race(contenders: readonly Contender[], rounds = 25, sliceMs = 12): Figure[] {
  const calls = contenders.map((contender) => callsPerSlice(contender, sliceMs));
  const rates: number[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round++)
    contenders.forEach(({ run, work }, i) => {
      const began = performance.now();
      for (let call = 0; call < (calls[i] as number); call++) run();
      const seconds = (performance.now() - began) / 1000;
      rates[i]?.push((work * (calls[i] as number)) / seconds);
    });
  return contenders.map(({ name }, i) => summarize(name, rates[i] as number[]));
}

export function summarize(name: string, rates: readonly number[]): Figure {
  return { name, ...spreadOf(rates) };
}

/** Of at least one value; of an even number of them, the lower of the middle two counts as the median. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] as number;
  return { median: at(0.5), low: at(0), high: at(1) };
}

/** Warms a contender up until the optimizing compiler has had its turn, and counts how many calls fill a slice. */
function callsPerSlice({ run }: Contender, sliceMs: number): number {
  const began = performance.now();
  let calls = 0;
  while (performance.now() - began < 60) {
    run();
    calls++;
  }
  return Math.max(1, Math.round((calls * sliceMs) / (performance.now() - began)));
}
