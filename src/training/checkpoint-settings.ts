/** What a run was told and what it trains on, short enough to be kept and compared. Knows nothing of a run's state. */
import type { Dataset } from "../data/dataset.js";
import { fingerprint, fingerprintDataset } from "../data/fingerprint.js";
import { invalidOption } from "../errors.js";
import { type Architecture, describeShape } from "../network/architecture.js";
import type { Optimizer } from "../network/optimizers.js";
import { storedOrder } from "./order.js";
import type { TrainingJob } from "./run.js";

/** How numbers are computed: f32 as defined or with fused multiply-adds, or f64. */
export const ARITHMETICS = ["strict", "relaxed", "f64"] as const;

/** All that decides the result, epochs aside; not how many threads there are or where they run. */
export interface CheckpointSettings {
  readonly arithmetic: (typeof ARITHMETICS)[number];
  readonly optimizer: Optimizer;
  /** At most the rows there are. */
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly scoreTraining: boolean;
  readonly recordFlow: boolean;
  /** `shuffled with seed 5`, `as stored` or `a function`. */
  readonly order: string;
  /** Fingerprints, or `none`. */
  readonly data: string;
  readonly validation: string;
  readonly rowWeights: string;
}

/** Reads all rows once: about 50 ms for MNIST. */
export function settingsOf(job: Omit<TrainingJob, "parameters">): CheckpointSettings {
  const { engine, optimizer, train, validation, rowWeights } = job;
  return {
    arithmetic: engine === "reference-f64" ? "f64" : engine === "wasm-relaxed" ? "relaxed" : "strict",
    optimizer,
    batchSize: Math.min(job.batchSize, train.count),
    dropLast: job.dropLast,
    scoreTraining: job.scoreTraining,
    recordFlow: job.recordFlow,
    order: orderInWords(job),
    data: described(train),
    validation: described(validation),
    rowWeights: rowWeights ? fingerprint(rowWeights) : "none",
  };
}

/** @throws WasmlpError `invalid-option`, naming the first that differs, what the checkpoint has and what is given. */
export function requireSameSettings(expected: CheckpointSettings, got: CheckpointSettings): void {
  for (const key of Object.keys(got) as (keyof CheckpointSettings)[]) requireSame(key, expected[key], got[key]);
}

/** Layers and loss; how weights began no longer matters. @throws WasmlpError `invalid-option`. */
export function requireSameArchitecture(expected: Architecture, got: Architecture): void {
  requireSame("architecture", inWords(expected), inWords(got));
}

/** @throws WasmlpError `invalid-option` */
export function requireSame(what: string, expected: unknown, got: unknown): void {
  const [wanted, given] = [shown(expected), shown(got)];
  if (wanted !== given) throw invalidOption(what, `${wanted}, as in the checkpoint`, given);
}

function orderInWords({ order, orderSeed }: Pick<TrainingJob, "order" | "orderSeed">): string {
  if (orderSeed !== undefined) return `shuffled with seed ${orderSeed}`;
  return order === storedOrder ? "as stored" : "a function";
}

/** `20 rows, 2 features, fingerprint 0011223344556677` */
function described(data: Dataset | undefined): string {
  return data ? `${data.count} rows of ${data.width}, fingerprint ${fingerprintDataset(data)}` : "none";
}

/** `784-50-10, sigmoid, sigmoid, loss mse` */
function inWords(architecture: Architecture): string {
  return [
    describeShape(architecture),
    ...architecture.layers.map(({ activation }) => activation),
    `loss ${architecture.loss}`,
  ].join(", ");
}

/** Fields in the order of their names: what a file gives back may have another. */
function shown(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => `${key} ${each}`)
    .join(", ");
}
