/** Failing cases as text and as files that can be run again. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Failure } from "./hunt.js";

const FOLDER = fileURLToPath(new URL("../../fuzz-failures", import.meta.url));

/** A few lines for people; `replay` names the file or the case. */
export function describeFailure({ id, passed, seconds, difference, described }: Failure, replay: string): string {
  return [
    `FAILED ${id}, after ${passed} cases that passed (${seconds.toFixed(1)} s)`,
    `  ${difference}`,
    `  made simpler: ${described}`,
    `  again: npm run fuzz -- --replay ${replay}`,
  ].join("\n");
}

/** Writes a failure as JSON; returns the path from the project's folder. */
export function saveFailure(failure: Failure): string {
  mkdirSync(FOLDER, { recursive: true });
  const name = `${failure.id.replaceAll("/", "-")}.json`;
  writeFileSync(`${FOLDER}/${name}`, `${JSON.stringify(failure, null, 2)}\n`);
  return `fuzz-failures/${name}`;
}

/** A failure from its file. */
export function readFailure(path: string): Failure {
  return JSON.parse(readFileSync(path, "utf8")) as Failure;
}
