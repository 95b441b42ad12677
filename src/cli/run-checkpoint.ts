/**
 * The checkpoint that a run keeps in its directory while it lasts, and what it takes to go on from it: settings and data
 * are in its notes, so that one file, whole or not there, is all of it.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { invalidFile } from "../errors.js";
import { loadCheckpoint, saveCheckpoint } from "../node/checkpoints.js";
import { isRegularFile } from "../node/files.js";
import type { Checkpoint } from "../training/checkpoint.js";
import { checkpointing } from "../training/checkpointing.js";
import type { Checkpoints } from "../training/run.js";
import type { DataFlags } from "./data-options.js";
import type { RunStart } from "./run-outcome.js";
import { SavedFields } from "./saved-fields.js";
import { savedDataFlags, savedSettings } from "./saved-run.js";
import type { TrainSettings } from "./train-settings.js";
import { version } from "./version.js";

export const checkpointFileName = "checkpoint.safetensors";

/** A network of the chapter's size is saved in 10 ms: a third of a thousandth of this. */
const everySeconds = 30;

/** A run that was stopped. */
export interface StoppedRun {
  readonly checkpoint: Checkpoint;
  readonly settings: TrainSettings;
  readonly dataFlags: DataFlags;
  readonly command: string;
}

/** @throws WasmlpError `not-found`, `io`, or `invalid-file` for anything but a checkpoint of a run. */
export async function readStoppedRun(directory: string): Promise<StoppedRun> {
  const path = join(directory, checkpointFileName);
  const checkpoint = await loadCheckpoint(path);
  const notes = new SavedFields(path, "notes", fromJson(checkpoint.notes, path));
  const writer = notes.text("wasmlp");
  if (writer !== version) throw invalidFile(path, `a checkpoint of wasmlp ${version}`, `one of ${writer}`);
  return {
    checkpoint,
    settings: await savedSettings(notes.object("settings")),
    dataFlags: await savedDataFlags(notes.object("data")),
    command: notes.text("command"),
  };
}

/**
 * Saves the run every half minute and where it stops.
 * @param onEnd called where training has come to its end and nothing is left to go on with
 */
export function keepRun({ settings, dataFlags, command, directory, resume }: RunStart, onEnd: () => void): Checkpoints {
  const notes = JSON.stringify({ wasmlp: version, command, data: dataFlags, settings });
  const save = (checkpoint: Checkpoint): void | Promise<void> => {
    if (checkpoint.position.epoch > settings.epochs) return onEnd();
    return saveCheckpoint({ ...checkpoint, notes }, join(directory, checkpointFileName));
  };
  return checkpointing({ save, everySeconds, ...(resume && { resume }) });
}

/** The checkpoint's path, where there is one. @throws WasmlpError `io`. */
export async function findCheckpoint(directory: string): Promise<string | undefined> {
  const path = join(directory, checkpointFileName);
  return (await isRegularFile(path)) ? path : undefined;
}

/** For a run that has ended, or begins anew. */
export async function removeCheckpoint(directory: string): Promise<void> {
  await rm(join(directory, checkpointFileName), { force: true });
}

function fromJson(notes: string | undefined, path: string): unknown {
  try {
    return JSON.parse(notes ?? "");
  } catch {
    throw invalidFile(path, "a checkpoint that wasmlp train wrote, with notes", notes ?? "none");
  }
}
