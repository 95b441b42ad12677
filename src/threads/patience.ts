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

/** Whether work is to stop; "pause": it may take as long as it needs to come to a halt. */
export type Wish = boolean | "pause";

/** The same; once `wish` says so, `stop` tells whoever does the work, and after a while it is given up, unless paused. */
export function stoppable<T>(work: Promise<T>, wish: () => Wish, stop: () => void): Promise<T | undefined> {
  let isTold = false;
  let toldAt: number | undefined;
  return watched(work, () => {
    const wanted = wish();
    if (wanted === false) return false;
    if (!isTold) stop();
    isTold = true;
    if (wanted === "pause") return false;
    toldAt ??= performance.now();
    return performance.now() - toldAt > PATIENCE_MS;
  });
}
