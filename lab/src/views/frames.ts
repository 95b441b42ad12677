/**
 * Drawing at a pace that leaves the page free: the newest state, in an animation frame, a few times a second, and only
 * what is in view. Drawings that fall due together are spread over frames, so that input never waits for all of them.
 */

/** About ten pictures a second are enough to see a network learn. */
const INTERVAL_MS = 100;
/** After so long, a frame leaves the rest to the next one. */
const FRAME_BUDGET_MS = 6;

/** Drawings that are due, oldest first. */
const due: (() => void)[] = [];

function nextFrame(): void {
  const began = performance.now();
  while (due.length > 0 && performance.now() - began < FRAME_BUDGET_MS) due.shift()?.();
  if (due.length > 0) requestAnimationFrame(nextFrame);
}

function enqueue(drawing: () => void): void {
  due.push(drawing);
  if (due.length === 1) requestAnimationFrame(nextFrame);
}

/** A function that has `draw` called soon with what it was last given, never more often than every `intervalMs`. */
export function paced<T>(draw: (newest: T) => void, intervalMs: number = INTERVAL_MS): (state: T) => void {
  let newest: T;
  let isDue = false;
  let drawnAt = Number.NEGATIVE_INFINITY;
  const drawing = (): void => {
    isDue = false;
    drawnAt = performance.now();
    draw(newest);
  };
  return (state) => {
    newest = state;
    if (isDue) return;
    isDue = true;
    const rest = drawnAt + intervalMs - performance.now();
    if (rest <= 0) enqueue(drawing);
    else setTimeout(() => enqueue(drawing), rest);
  };
}

/** What is about to come into view counts. */
const NEAR = { rootMargin: "160px" };

/** The same, while `element` is in view; what was missed is drawn when it comes into view. Until `signal` aborts. */
export function pacedInView<T>(
  element: Element,
  draw: (newest: T) => void,
  signal: AbortSignal,
  intervalMs: number = INTERVAL_MS,
): (state: T) => void {
  const drawSoon = paced(draw, intervalMs);
  let isInView = false;
  let missed: { readonly state: T } | undefined;
  const observer = new IntersectionObserver((entries) => {
    isInView = entries.at(-1)?.isIntersecting ?? false;
    if (!isInView || !missed) return;
    drawSoon(missed.state);
    missed = undefined;
  }, NEAR);
  observer.observe(element);
  signal.addEventListener("abort", () => observer.disconnect());
  return (state) => {
    if (isInView) drawSoon(state);
    else missed = { state };
  };
}
