/** The data of all contenders, prepared once: pixels as bytes and as floats, labels, first weights, order of the rows. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Dataset, Mlp, mnist } from "../../src/node/entry.js";
import { lapOrder } from "../lap-order.js";
import type { Workload } from "../workloads.js";
import type { WorkOrder } from "./protocol.js";

/** How much is done: laps of a contender, and what one is of the workload's own lap. */
export interface Extent {
  readonly laps: number;
  readonly lapShare: number;
}

/** Writes the files into a new folder, which goes when the process ends; numbers are little-endian. */
export async function prepareFolder(workloads: readonly Workload[], extent: Extent): Promise<string> {
  const { train, test } = await mnist.load();
  const folder = mkdtempSync(join(tmpdir(), "wasmlp-peers-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, values: NodeJS.ArrayBufferView): void => writeFileSync(join(folder, name), values);
  for (const [name, data] of [
    ["train", train],
    ["test", test],
  ] as const) {
    write(`${name}.u8`, data.features);
    write(`${name}.f32`, pixelsOf(data));
    write(`${name}-labels.u8`, data.labels as Uint8Array);
  }
  for (const workload of workloads) {
    write(`${workload.id}-weights.f32`, firstWeights(workload));
    write(`${workload.id}-order.u32`, lapOrder(train.count, rowsOfLap(workload, extent), extent.laps));
  }
  return folder;
}

/** The order for one contender. `share` is the part of a lap it does. */
export function workOrder(
  workload: Workload,
  extent: Extent,
  rest: Pick<WorkOrder, "folder" | "threads" | "denseData"> & { share: number },
): WorkOrder {
  const { inputs, layers, loss } = workload.model;
  const { share, ...given } = rest;
  return {
    ...given,
    workload: workload.id,
    widths: [inputs, ...layers.map(({ units }) => units)],
    activations: layers.map(({ activation }) => activation as string),
    loss: loss as WorkOrder["loss"],
    batchSize: workload.batchSize,
    learningRate: workload.learningRate,
    laps: extent.laps,
    stepsPerLap: wholeSteps(workload.stepsPerLap * extent.lapShare * share),
    scale: 2 / 255,
    shift: -1,
  };
}

function rowsOfLap({ stepsPerLap, batchSize }: Workload, { lapShare }: Extent): number {
  return wholeSteps(stepsPerLap * lapShare) * batchSize;
}

function wholeSteps(steps: number): number {
  return Math.max(1, Math.round(steps));
}

/** f32 pixels as 2·(x/255) − 1, the chapter's scaling. */
function pixelsOf({ features }: Dataset): Float32Array {
  const pixels = new Float32Array(features.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = 2 * ((features[i] as number) / 255) - 1;
  return pixels;
}

/** Layer after layer: weight [units, inputs], bias [units]. */
function firstWeights({ model }: Workload): Float32Array {
  const values = new Mlp(model).parameters.flatMap(({ weight, bias }) => [...weight, ...bias]);
  return Float32Array.from(values);
}
