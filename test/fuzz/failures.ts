/** Failing cases as text. */
import type { Failure } from "./hunt.js";

/** A few lines for people; `replay` names the file or the case. */
export function describeFailure({ id, passed, seconds, difference, described }: Failure, replay: string): string {
  return [
    `FAILED ${id}, after ${passed} cases that passed (${seconds.toFixed(1)} s)`,
    `  ${difference}`,
    `  made simpler: ${described}`,
    `  again: npm run fuzz -- --replay ${replay}`,
  ].join("\n");
}
