/**
 * A checkpoint: the whole state of a run between two of its steps, as plain data. Taking one copies out of the
 * workspace, going on from one copies back. Knows nothing of files, or of when checkpoints are taken.
 */

import type { Architecture } from "../network/architecture.js";
import { firstNonFiniteLayer, type LayerParameters, readParameters, writeParameters } from "../network/parameters.js";
import type { Parameters, Plan } from "../network/plan.js";
import type { CheckpointSettings } from "./checkpoint-settings.js";
import type { EpochResult } from "./history.js";
import type { Position, Run } from "./run.js";

/** Plain data: safe to post, to copy and to store. Arrays are owned by the checkpoint and never written to. */
export interface Checkpoint {
  readonly architecture: Architecture;
  /** The weights, as `Mlp.parameters` gives them. */
  readonly parameters: readonly LayerParameters[];
  /** Of the model: how it reads bytes, and its seed. */
  readonly scale: number;
  readonly shift: number;
  readonly seed: number;
  /** The optimizer's arrays, layer by layer; of Adam, each layer's mean and then its square. */
  readonly moments: readonly LayerParameters[];
  /** With `recordFlow`, and within an epoch: the weights before its first step. */
  readonly epochStart?: readonly LayerParameters[];
  /** What the run was told, and what it trains on; going on needs the same. */
  readonly settings: CheckpointSettings;
  readonly position: Position;
  /** The last epoch whose rows were put in order, and the fingerprint of that order; absent before the first. */
  readonly order?: SeenOrder;
  /** Whole epochs until then. */
  readonly history: readonly EpochResult[];
  /** A text of one's own, such as what an app needs to go on; kept as it is. */
  readonly notes?: string;
}

export interface SeenOrder {
  readonly epoch: number;
  readonly fingerprint: string;
}

/** The state of a run, or undefined where a weight has stopped being finite: the next step will say so. */
export function takeCheckpoint(
  run: Run,
  settings: CheckpointSettings,
  history: readonly EpochResult[],
  order: SeenOrder | undefined,
): Checkpoint | undefined {
  const { job, plan, epochStart } = run;
  const { heap } = run.runner;
  if (firstNonFiniteLayer(heap, plan) >= 0) return undefined;
  return {
    architecture: job.architecture,
    parameters: readParameters(heap, plan.layers),
    ...job.scaling,
    seed: job.seed,
    moments: readParameters(heap, momentsOf(plan)),
    ...(job.recordFlow && run.step > 0 && { epochStart }),
    settings,
    position: positionOf(run),
    ...(order && { order }),
    history: [...history],
  };
}

/** Moments and position of a checkpoint into a run that has its weights; the order is the caller's matter. */
export function restoreCheckpoint(run: Run, checkpoint: Checkpoint): void {
  writeParameters(run.runner.heap, momentsOf(run.plan), checkpoint.moments);
  Object.assign(run, positionOf(checkpoint.position));
  run.epochStart = checkpoint.epochStart ?? checkpoint.parameters;
}

/** The weights, for a model to own. */
export function copyWeights({ parameters }: Checkpoint): LayerParameters[] {
  return parameters.map(({ weight, bias }) => ({ weight: weight.slice(), bias: bias.slice() }));
}

/** The fields of a position alone, copied. */
function positionOf({
  epoch,
  step,
  rows,
  lossSum,
  steps,
  samples,
  seconds,
  epochBegan,
  correction,
}: Position): Position {
  return { epoch, step, rows, lossSum, steps, samples, seconds, epochBegan, correction };
}

function momentsOf({ layers }: Plan): Parameters[] {
  return layers.flatMap((layer) => layer.moments);
}
