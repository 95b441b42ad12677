/**
 * A line at the bottom of a terminal that is drawn again and again, and gone without a trace in the end. Where the
 * output is no terminal nothing is drawn.
 */
import type { Host, Output } from "./host.js";

const hideCursor = "\x1b[?25l";
const showCursor = "\x1b[?25h";
const eraseRest = "\x1b[K";
/** Often enough to look alive, seldom enough to be read. */
const shortestIntervalMs = 100;

export class LiveLine {
  readonly #output: Output;
  #isShown = false;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(host: Host) {
    this.#output = host.out;
    host.beforeLeaving(() => this.clear());
  }

  /** Draws what `render` makes of the columns at hand, unless the last drawing is too fresh. */
  draw(render: (columns: number) => string): void {
    const now = performance.now();
    if (!this.#output.isTerminal || now - this.#drawnAt < shortestIntervalMs) return;
    this.#drawnAt = now;
    this.#isShown = true;
    this.#output.write(`${hideCursor}\r${render(this.#output.columns)}${eraseRest}`);
  }

  /** Takes the line away and gives the cursor back. */
  clear(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#drawnAt = Number.NEGATIVE_INFINITY;
    this.#output.write(`\r${eraseRest}${showCursor}`);
  }
}
