/** The profile of training steps as lines for a terminal. Pure. */
import { formatCount, formatPercent } from "./format.js";
import type { ProfileResult } from "./step-profile.js";
import { textTable } from "./text-table.js";

/** A line a phase: microseconds a step, share of the time, and billions of flops a second where they are counted. */
export function profileTable({ steps, seconds, phases }: ProfileResult): string[] {
  const perStep = (value: number): string => ((1e6 * value) / Math.max(1, steps)).toFixed(1);
  const rows = phases.map(({ phase, seconds: own, share, flops }) => [
    phase,
    perStep(own),
    formatPercent(share, 1),
    flops > 0 && own > 0 ? (flops / own / 1e9).toFixed(1) : "",
  ]);
  const head = ["phase of a step", "µs a step", "share", "GFLOP/s"];
  const sum = ["all", perStep(seconds), formatPercent(1, 1)];
  return [`profile of ${formatCount(steps)} steps on one thread`, ...textTable([head, ...rows, sum])];
}
