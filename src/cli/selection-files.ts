/** The files of a selection: its results, from which it can go on, the best network, and a report. */

import { join } from "node:path";
import { invalidFile } from "../errors.js";
import { readFileBytes, writeFileAtomic } from "../node/files.js";
import { saveModel } from "../node/models.js";
import { renderTrainingReport } from "../report/html.js";
import { requireTextStart } from "./saved-fields.js";
import { parseSavedJson } from "./saved-json.js";
import type { NetworkResult, SelectionEnd, SelectionFiles, SelectionStart } from "./selection-outcome.js";
import { selectionReport } from "./selection-report.js";
import { version } from "./version.js";

/** Those that a selection may write. */
export const selectionFileNames = {
  results: "results.json",
  model: "model.safetensors",
  report: "report.html",
} as const;

/** Ample for a hundred thousand fits. */
const maxResultsBytes = 2 ** 28;

/**
 * What has been done so far, so that it can be gone on from.
 * @param ended what there is besides in the end
 * @throws WasmlpError `io`.
 */
export async function saveResults(
  start: SelectionStart,
  result: Pick<NetworkResult, "trials">,
  ended: object = {},
): Promise<string> {
  const { command, kind, dataFlags, data, folded, settings, networks, folds, directory } = start;
  const contents = {
    wasmlp: version,
    command,
    kind,
    data: { ...dataFlags, rows: { train: data.train.count, folded: folded.count, test: data.test.count } },
    folds,
    networks: networks.map(({ hidden }, n) => ({ hidden, shape: start.shapes[n], parameters: start.parameters[n] })),
    settings,
    ...ended,
    result,
  };
  const path = join(directory, selectionFileNames.results);
  await writeFileAtomic(path, `${JSON.stringify(contents)}\n`);
  return path;
}

/**
 * The results of an earlier run in `directory`.
 * @throws WasmlpError `not-found`, `io`, or `invalid-file` for what this version has not written
 */
export async function readResults(directory: string): Promise<unknown> {
  const path = join(directory, selectionFileNames.results);
  return resultIn(await readFileBytes(path, { maxBytes: maxResultsBytes, requireStart: requireTextStart }), path);
}

/** The same of bytes that were read. */
export function resultIn(bytes: Uint8Array, path: string): unknown {
  const value = parseSavedJson(bytes, path);
  if (typeof value !== "object" || value === null) throw invalidFile(path, "the results of a selection", value);
  const { wasmlp, result } = value as { wasmlp?: unknown; result?: unknown };
  if (wasmlp !== version)
    throw invalidFile(path, `results of wasmlp ${version}`, typeof wasmlp === "string" ? `those of ${wasmlp}` : wasmlp);
  if (typeof result !== "object" || result === null) throw invalidFile(path, "a result in it", result);
  return result;
}

/** @throws WasmlpError `io`. */
export async function saveSelection(end: SelectionEnd, options: { report: boolean }): Promise<SelectionFiles> {
  const { start, result, winner } = end;
  const model = join(start.directory, selectionFileNames.model);
  if (winner) await saveModel(winner.start.model, model);
  const results = await saveResults(start, result, endOf(end));
  const report = join(start.directory, selectionFileNames.report);
  if (options.report) await writeFileAtomic(report, renderTrainingReport(selectionReport(end)));
  return { results, ...(winner && { model }), ...(options.report && { report }) };
}

/** What a report shows besides the result. */
function endOf({ fits, seconds, winner }: SelectionEnd): object {
  if (!winner) return { fits, seconds };
  const { epochs, samples, seconds: trainingSeconds } = winner.training;
  return { fits, seconds, test: winner.test.score, winner: { samples, seconds: trainingSeconds, epochs } };
}
