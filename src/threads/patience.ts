/**
 * Waiting for work that others do, with an eye on whether it is still wanted. Knows nothing of workers: it is given what
 * to await and what to ask.
 */
import { SLICE_MS, wait } from "./pause.js";

/** Longest time between the wish to stop and the end of workers that do not heed it. */
const PATIENCE_MS = 750;

/** What `work` comes to, or undefined once `isGivenUp` says so; it is asked about 25 times a second. */
export async function watched<T>(work: Promise<T>, isGivenUp: () => boolean): Promise<T | undefined> {
  const finished = work.then((value) => ({ value }));
  for (;;) {
    const result = await Promise.race([finished, wait(SLICE_MS)]);
    if (result) return result.value;
    if (isGivenUp()) return undefined;
  }
}

/** The same; once `isStopped` says so, `stop` tells whoever does the work, and after a while it is given up. */
export function stoppable<T>(work: Promise<T>, isStopped: () => boolean, stop: () => void): Promise<T | undefined> {
  let toldAt: number | undefined;
  return watched(work, () => {
    if (!isStopped()) return false;
    if (toldAt === undefined) stop();
    toldAt ??= performance.now();
    return performance.now() - toldAt > PATIENCE_MS;
  });
}
