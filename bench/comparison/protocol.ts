/**
 * What is said between the comparison and a contender's process. The contender gets a work order as its argument; then,
 * for each word on its input (`lap`, `infer COUNT`, `accuracy`), it prints one line of JSON. Its first line, unasked,
 * is `ready` with the versions of what it runs on, or `absent` with the reason. Other lines are a library's own talk.
 */
import type { LossName } from "../../src/index.js";

/** The same work for all: the files of `folder` hold the data, the first weights and the order of the rows. */
export interface WorkOrder {
  readonly workload: string;
  readonly folder: string;
  /** Inputs, then the units of each layer. */
  readonly widths: readonly number[];
  readonly activations: readonly string[];
  readonly loss: LossName;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly threads: number;
  /** Laps that will be asked for at most, and mini-batches of one. */
  readonly laps: number;
  readonly stepsPerLap: number;
  /** x = scale·byte + shift, for those who take bytes. */
  readonly scale: number;
  readonly shift: number;
  /** Bytes of 0 are made 1. */
  readonly denseData: boolean;
}

export type Message =
  | { readonly ready: Readonly<Record<string, string>> }
  | { readonly absent: string }
  | { readonly samples: number; readonly seconds: number }
  | { readonly images: number; readonly seconds: number }
  | { readonly accuracy: number };

/** The message of a line, or nothing where the line is none. */
export function parseMessage(line: string): Message | undefined {
  if (!line.startsWith("{")) return undefined;
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { ready, absent, samples, images, seconds, accuracy } = value;
  const isTimed = isNumber(seconds) && seconds > 0 && (isNumber(samples) || isNumber(images));
  const isMessage =
    isTimed || isNumber(accuracy) || typeof absent === "string" || (typeof ready === "object" && ready !== null);
  return isMessage ? (value as unknown as Message) : undefined;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
