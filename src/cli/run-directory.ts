/**
 * The files a run leaves behind. That they can be written is found out before training begins, not hours later.
 */
import { access, constants, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { WasmlpError } from "../errors.js";
import { makeDirectory, writeFileAtomic } from "../node/files.js";
import { saveModel } from "../node/models.js";
import { renderTrainingReport } from "../report/html.js";
import type { RunEnd, SavedFiles } from "./run-outcome.js";
import { trainingReport } from "./run-report.js";
import { version } from "./version.js";

/** Those that a run writes. */
export const runFileNames = { model: "model.safetensors", history: "history.json", report: "report.html" } as const;

/**
 * Makes the directory and writes a file into it for a try.
 * @param files what is going to be written there
 * @throws WasmlpError `io`, naming what cannot be written.
 */
export async function prepareDirectory(
  directory: string,
  files: readonly string[] = Object.values(runFileNames),
): Promise<void> {
  await makeDirectory(directory);
  for (const name of files) await requireReplaceable(join(directory, name));
  const probe = join(directory, ".wasmlp-probe");
  await writeFileAtomic(probe, "");
  await rm(probe, { force: true });
}

/** Writes the model first: it is what took the time. @throws WasmlpError `io`. */
export async function saveRun(end: RunEnd, options: { report: boolean }): Promise<SavedFiles> {
  const { directory, model } = end.start;
  const files = { model: join(directory, runFileNames.model), history: join(directory, runFileNames.history) };
  await saveModel(model, files.model);
  await writeFileAtomic(files.history, `${JSON.stringify(historyOf(end), null, 2)}\n`);
  if (!options.report) return files;
  const report = join(directory, runFileNames.report);
  await writeFileAtomic(report, renderTrainingReport(trainingReport(end)));
  return { ...files, report };
}

function historyOf({ start, training, test }: RunEnd): object {
  const { settings, data, dataFlags, command, model } = start;
  const { epochs, ...rest } = training;
  return {
    wasmlp: version,
    command,
    data: {
      ...dataFlags,
      rows: { train: data.train.count, validation: data.validation?.count ?? 0, test: data.test.count },
    },
    architecture: model.architecture,
    settings,
    ...rest,
    test: test.score,
    confusion: test.confusion,
    epochs,
  };
}

async function requireReplaceable(path: string): Promise<void> {
  const old = await stat(path).catch(() => undefined);
  if (!old) return;
  const refuse = (got: string): WasmlpError =>
    new WasmlpError("io", `${path}: expected a file that can be written, got ${got}`);
  if (!old.isFile()) throw refuse(old.isDirectory() ? "a directory" : "something that is no file");
  await access(path, constants.W_OK).catch(() => {
    throw refuse("a file that is read-only");
  });
}
