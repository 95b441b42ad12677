/**
 * The hunt: cases of one subject, one after the other, until one fails, the cases are done or time is up; the failing
 * one is then made simpler for a while. Knows nothing of kernels or networks.
 */

/** Something that can be fuzzed. */
export interface Subject<Input = unknown> {
  /** What a case of it is called, such as `gemmNN/strict`. */
  readonly name: string;
  /** The same numbers give the same case. */
  draw(seed: number, index: number): Input;
  /** What is wrong with a case, or undefined. */
  check(input: Input): string | undefined | Promise<string | undefined>;
  /** What earlier cases have left behind that none of them showed; asked once every 1024 cases. */
  sweep?(): string | undefined;
  /** Simpler by one step, the largest steps first. */
  simpler(input: Input): Iterable<Input>;
  /** In one line. */
  describe(input: Input): string;
}

/** A case that fails. Plain data: written to a file and read back. */
export interface Failure<Input = unknown> {
  readonly subject: string;
  /** Names the case as it was drawn: subject/seed/index. */
  readonly id: string;
  /** Cases that passed before it. */
  readonly passed: number;
  readonly seconds: number;
  /** Made simpler. */
  readonly input: Input;
  readonly difference: string;
  readonly described: string;
}

export interface HuntOptions {
  readonly seed: number;
  readonly cases: number;
  /** Seconds after which it ends, with fewer cases. */
  readonly seconds?: number;
  readonly signal?: AbortSignal;
  /** Called about ten times a second with the cases done. */
  readonly onTick?: (cases: number) => void;
  /** Seconds spent on making a failing case simpler. Default 10. */
  readonly shrinkSeconds?: number;
}

export interface HuntResult<Input = unknown> {
  readonly cases: number;
  readonly seconds: number;
  readonly failure?: Failure<Input>;
}

const SWEEP_EVERY = 1024;
const TICK_MS = 100;

export async function hunt<Input>(subject: Subject<Input>, options: HuntOptions): Promise<HuntResult<Input>> {
  const { seed, cases, seconds = Number.POSITIVE_INFINITY, signal, onTick, shrinkSeconds = 10 } = options;
  const began = performance.now();
  const spent = (): number => (performance.now() - began) / 1000;
  let [done, ticked] = [0, began];
  const failed = async (index: number, difference: string): Promise<HuntResult<Input>> => {
    const found = { passed: index, seconds: spent() };
    const start = { input: subject.draw(seed, index), difference };
    const { input, difference: last } = await shrink(subject, start, shrinkSeconds);
    const id = `${subject.name}/${seed}/${index}`;
    const described = subject.describe(input);
    const failure = { subject: subject.name, id, ...found, input, difference: last, described };
    return { cases: done, seconds: spent(), failure };
  };
  while (done < cases) {
    const result = attempt(subject, subject.draw(seed, done));
    const difference = result instanceof Promise ? await result : result;
    done++;
    if (difference) return failed(done - 1, difference);
    const now = performance.now();
    if (now - ticked >= TICK_MS) {
      ticked = now;
      onTick?.(done);
      // Lets signals in.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    const isLast = done === cases || (now === ticked && (signal?.aborted || spent() >= seconds));
    if (done % SWEEP_EVERY === 0 || isLast) {
      const left = subject.sweep?.();
      if (left) return failed(...trace(subject, seed, done - 1, left));
    }
    if (isLast) break;
  }
  return { cases: done, seconds: spent() };
}

/** Checks a case; an error that is thrown is a failure too. */
function attempt<Input>(subject: Subject<Input>, input: Input): ReturnType<Subject["check"]> {
  const tell = (error: unknown): string => `threw ${error instanceof Error ? error.stack : String(error)}`;
  try {
    const result = subject.check(input);
    return result instanceof Promise ? result.catch(tell) : result;
  } catch (error) {
    return tell(error);
  }
}

/** Which of the cases up to `last` left something behind: they are run again, with a sweep after each. */
function trace<Input>(subject: Subject<Input>, seed: number, last: number, left: string): [number, string] {
  for (let index = Math.max(0, last - SWEEP_EVERY + 1); index <= last; index++) {
    const difference = subject.check(subject.draw(seed, index)) ?? subject.sweep?.();
    if (typeof difference === "string") return [index, difference];
  }
  return [last, `${left} (by one of ${SWEEP_EVERY} cases, or by several together)`];
}

interface Failing<Input> {
  readonly input: Input;
  readonly difference: string;
}

/** The first simpler case that fails too, again and again, until none does or time is up. */
async function shrink<Input>(subject: Subject<Input>, start: Failing<Input>, seconds: number): Promise<Failing<Input>> {
  const until = performance.now() + 1000 * seconds;
  let best = start;
  for (let isSimpler = true; isSimpler; ) {
    isSimpler = false;
    for (const input of subject.simpler(best.input)) {
      if (performance.now() > until) return best;
      const difference = (await attempt(subject, input)) ?? subject.sweep?.();
      if (!difference) continue;
      best = { input, difference };
      isSimpler = true;
      break;
    }
  }
  return best;
}

/** A 32-bit number that differs for every subject, seed and case. */
export function caseSeed(name: string, seed: number, index: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ index, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
