/** Checkpoints to and from files. What a file holds is `formats/checkpoint-file.ts`. */
import { readCheckpoint, writeCheckpoint } from "../formats/checkpoint-file.js";
import { requireHeaderStart } from "../formats/safetensors-header.js";
import type { Checkpoint } from "../training/checkpoint.js";
import { readFileBytes, writeFileAtomic } from "./files.js";

/** Weights, two moments and the weights before the epoch, of the largest network there can be. */
const MAX_CHECKPOINT_BYTES = 2 ** 32;

/**
 * Writes a checkpoint as a safetensors file: beside it first, synced, then renamed, so `path` is never half written,
 * whenever the process or the machine stops. A process that is killed may leave a file `.wasmlp-….tmp` there, which
 * nothing reads.
 * @throws WasmlpError `io`; what was at `path` is still there.
 */
export async function saveCheckpoint(checkpoint: Checkpoint, path: string): Promise<void> {
  await writeFileAtomic(path, writeCheckpoint(checkpoint));
}

/**
 * Reads what `saveCheckpoint` wrote.
 * @throws WasmlpError `not-found`, `io`, or `invalid-file`, naming the file, for anything but a whole checkpoint.
 */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  return readCheckpoint(
    await readFileBytes(path, { maxBytes: MAX_CHECKPOINT_BYTES, requireStart: requireHeaderStart }),
    path,
  );
}
