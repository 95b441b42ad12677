/** Failing cases as files that can be run again. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Failure } from "./hunt.js";

const FOLDER = fileURLToPath(new URL("../../fuzz-failures", import.meta.url));

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
