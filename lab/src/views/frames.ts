/** Drawing at a pace that leaves the page free: the newest state, in an animation frame, a few times a second. */

/** About ten pictures a second are enough to see a network learn. */
const INTERVAL_MS = 100;

/** A function that has `draw` called soon with what it was last given; never more often than every 100 ms. */
export function paced<T>(draw: (newest: T) => void, intervalMs: number = INTERVAL_MS): (state: T) => void {
  let newest: T;
  let isDue = false;
  let drawnAt = Number.NEGATIVE_INFINITY;
  const frame = (now: number): void => {
    isDue = false;
    drawnAt = now;
    draw(newest);
  };
  return (state) => {
    newest = state;
    if (isDue) return;
    isDue = true;
    const rest = drawnAt + intervalMs - performance.now();
    if (rest <= 0) requestAnimationFrame(frame);
    else setTimeout(() => requestAnimationFrame(frame), rest);
  };
}
