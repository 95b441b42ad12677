/** `wasmlp report`: the HTML report of a run or a selection once more, from the files that it left. */
import { join } from "node:path";
import type { Command } from "commander";
import { invalidFile, shapeMismatch, WasmlpError } from "../errors.js";
import type { Score } from "../evaluation/evaluate.js";
import type { Mlp } from "../models/mlp.js";
import { type ArchitectureOptions, describeShape, validateArchitecture } from "../network/architecture.js";
import { isRegularFile, writeFileAtomic } from "../node/files.js";
import { loadModel } from "../node/models.js";
import { renderTrainingReport } from "../report/html.js";
import { type DataFlags, type LoadedData, loadData } from "./data-options.js";
import { exitCodes } from "./failures.js";
import type { Host } from "./host.js";
import { path, valueOption } from "./parse.js";
import { runFileNames } from "./run-directory.js";
import type { RunEnd } from "./run-outcome.js";
import { trainingReport } from "./run-report.js";
import { asSavedIn, readSavedFields } from "./saved-fields.js";
import { savedRun } from "./saved-run.js";
import { type SavedSelection, savedSelection } from "./saved-selection.js";
import { selectionStart } from "./selection.js";
import { selectionFileNames } from "./selection-files.js";
import type { SelectionStart } from "./selection-outcome.js";
import { selectionReport } from "./selection-report.js";
import { candidateOf } from "./selection-settings.js";
import { testModel } from "./train.js";
import { modelOptions, type TrainSettings } from "./train-settings.js";

export interface ReportFlags {
  output?: string;
  dataDir?: string;
}

/** The document, and where the test rows score otherwise than they did, both scores. */
interface Made {
  readonly html: string;
  readonly scores: { readonly saved: Score; readonly now: Score } | undefined;
}

export function addReportOptions(command: Command): void {
  command
    .addOption(
      valueOption("--output <file>", "where the report goes", {
        group: "Options:",
        parse: path,
        defaultWords: "report.html in the run's directory",
      }),
    )
    .addOption(
      valueOption("--data-dir <dir>", "read the four IDX files from here", {
        group: "Options:",
        parse: path,
        defaultWords: "where the run read them",
      }),
    );
}

/**
 * The same bytes as the run itself wrote, from the same version, data and weights.
 * @throws WasmlpError `not-found`, `io` or `invalid-file`, naming the file; `shape-mismatch` for other data.
 */
export async function runReport(directory: string, flags: ReportFlags, host: Host): Promise<number> {
  const history = join(directory, runFileNames.history);
  const results = join(directory, selectionFileNames.results);
  const [isRun, isSelection] = [await isRegularFile(history), await isRegularFile(results)];
  const expected = `${runFileNames.history} or ${selectionFileNames.results} of a run`;
  if (isRun && isSelection) throw invalidFile(directory, expected, "both");
  if (!isRun && !isSelection) throw new WasmlpError("not-found", `${directory}: expected ${expected}, got neither`);
  const file = isRun ? history : results;
  const { html, scores } = await (isRun ? reportOfRun : reportOfSelection)(file, directory, flags);
  const output = flags.output ?? join(directory, runFileNames.report);
  await writeFileAtomic(output, html);
  if (scores && !isSame(scores.saved, scores.now))
    host.err.write(`wasmlp: the test rows score otherwise than in ${file}: ${describeScores(scores)}\n`);
  host.out.write(`report  ${output}\n`);
  return exitCodes.done;
}

async function reportOfRun(file: string, directory: string, flags: ReportFlags): Promise<Made> {
  const { settings, dataFlags, rows, training, test: saved, command } = await savedRun(await readSavedFields(file));
  const data = await loadSavedData(file, dataFlags, settings, flags);
  requireRows(file, rows, {
    train: data.train.count,
    validation: data.validation?.count ?? 0,
    test: data.test.count,
  });
  const wanted = modelOptions(settings, data.train.width, data.train.classes);
  const model = await loadSavedModel(file, directory, wanted);
  const test = await testModel(model, data.test);
  const end: RunEnd = { start: { settings, dataFlags, data, model, directory, command }, training, test };
  return { html: renderTrainingReport(trainingReport(end)), scores: { saved, now: test.score } };
}

async function reportOfSelection(file: string, directory: string, flags: ReportFlags): Promise<Made> {
  const saved = await savedSelection(await readSavedFields(file));
  const { selection, dataFlags, result, fits, seconds, command } = saved;
  const data = await loadSavedData(file, dataFlags, selection.settings, flags);
  requireRows(file, { ...saved.rows, folded: 0 }, { train: data.train.count, folded: 0, test: data.test.count });
  const start = await asSavedIn(file, () => selectionStart(selection, dataFlags, data, directory, command));
  const winner = await savedWinner(file, saved, start);
  const html = renderTrainingReport(selectionReport({ start, result, fits, seconds, ...(winner && { winner }) }));
  return { html, scores: winner && saved.winner && { saved: saved.winner.test, now: winner.test.score } };
}

/** The best network, scored again; nothing where none was trained. */
async function savedWinner(
  file: string,
  { winner, result: { best } }: SavedSelection,
  start: SelectionStart,
): Promise<RunEnd | undefined> {
  if (!winner) return undefined;
  if (!best) throw invalidFile(file, "a best network beside its training", "none");
  const { folded, dataFlags, directory, command } = start;
  const { title, classNames, test } = start.data;
  const settings = { ...start.settings, hidden: best.parameters.hidden };
  const model = await loadSavedModel(file, directory, candidateOf(settings, best.parameters, folded).model);
  return {
    start: { settings, dataFlags, data: { title, classNames, train: folded, test }, model, directory, command },
    training: winner.training,
    test: await testModel(model, test),
  };
}

function loadSavedData(
  file: string,
  dataFlags: DataFlags,
  { scaling, seed }: TrainSettings,
  { dataDir }: ReportFlags,
): Promise<LoadedData> {
  return asSavedIn(file, () => loadData({ ...dataFlags, ...(dataDir !== undefined && { dataDir }) }, scaling, seed));
}

/** @throws WasmlpError `invalid-file` for a model of another network than the run's. */
async function loadSavedModel(
  file: string,
  directory: string,
  options: ArchitectureOptions & Partial<Pick<TrainSettings, "backend" | "math">>,
): Promise<Mlp> {
  const wanted = await asSavedIn(file, () => validateArchitecture(options));
  const modelFile = join(directory, runFileNames.model);
  const { backend, math } = options;
  const model = await loadModel(modelFile, { ...(backend && { backend }), ...(math && { math }) });
  const [expected, got] = [wanted, model.architecture].map((each) =>
    [describeShape(each), ...each.layers.map(({ activation }) => activation), each.loss].join(", "),
  );
  if (expected !== got) throw invalidFile(modelFile, `the network of ${file}, ${expected}`, got);
  return model;
}

function requireRows<T extends Record<string, number>>(file: string, saved: T, loaded: T): void {
  const words = (rows: T): string =>
    Object.entries(rows)
      .map(([part, count]) => `${part} ${count}`)
      .join(", ");
  for (const [part, count] of Object.entries(saved))
    if (count !== loaded[part]) throw shapeMismatch("data", `the rows of ${file}, ${words(saved)}`, words(loaded));
}

/** In JSON, what is not finite is null. */
function isSame(saved: Score, now: Score): boolean {
  return (["loss", "accuracy", "meanSquaredError"] as const).every((name) => {
    const [before, after] = [saved[name] ?? Number.NaN, now[name] ?? Number.NaN];
    return before === after || (!Number.isFinite(before) && !Number.isFinite(after));
  });
}

function describeScores({ saved, now }: { saved: Score; now: Score }): string {
  const words = ({ loss, accuracy }: Score): string => `loss ${loss}, accuracy ${accuracy}`;
  return `${words(now)} now, ${words(saved)} then; the report shows those of now`;
}
