/** Finished fits in an earlier result, found by their keys, so that they need not be done again. */
import { invalidOption } from "../errors.js";
import type { FoldResult } from "./results.js";

/**
 * All fits in `earlier`, wherever they stand in it: any result of this folder, as it is or from JSON.
 * @throws WasmlpError `invalid-option` for anything that such a result cannot hold
 */
export function finishedFits(earlier: unknown): Map<string, FoldResult> {
  if (typeof earlier !== "object" || earlier === null)
    throw invalidOption("resume", "the result of an earlier run", earlier);
  const found = new Map<string, FoldResult>();
  const seen = new Set<object>();
  const waiting: object[] = [earlier];
  for (let value = waiting.pop(); value; value = waiting.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if ("key" in value && "fold" in value) {
      const result = requireFoldResult(value);
      found.set(result.key, result);
    } else if (!ArrayBuffer.isView(value))
      for (const part of Object.values(value)) if (typeof part === "object" && part !== null) waiting.push(part);
  }
  return found;
}

function requireFoldResult(value: object): FoldResult {
  const { key, score, validation, training } = value as Partial<Record<keyof FoldResult, unknown>>;
  const isWhole =
    typeof key === "string" &&
    /^[0-9a-f]{16}$/.test(key) &&
    (score === null || Number.isFinite(score)) &&
    [validation, training ?? []].every((scores) => Array.isArray(scores) && scores.every(isScore));
  if (!isWhole)
    throw invalidOption(
      "resume",
      "folds as an earlier run left them",
      typeof key === "string" ? `${key}: another` : "another",
    );
  return value as FoldResult;
}

function isScore(value: unknown): boolean {
  const { loss } = (value ?? {}) as { loss?: unknown };
  return loss === null || typeof loss === "number";
}
