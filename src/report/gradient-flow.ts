/**
 * Gradient flow: how large something positive (a norm of the gradient, of the update) is in each layer, epoch by epoch.
 * Pure; numbers in, SVG out. Knows nothing of how they were measured.
 */
import { shapeMismatch } from "../errors.js";
import { lineChart } from "./charts.js";
import type { ChartFrame } from "./plot.js";

/** One epoch's figure for every layer, the one next to the inputs first. */
export interface LayerSizes {
  readonly epoch: number;
  /** Above 0; others leave a gap. */
  readonly layers: readonly number[];
}

const gradients: ChartFrame = {
  id: "gradient-flow",
  title: "Size of each layer's gradient per epoch",
  xLabel: "Epoch",
  yLabel: "Gradient (L2 norm)",
};

/**
 * A line for each layer on a logarithmic axis, from blue next to the inputs to orange at the outputs: lines that part
 * by powers of ten are layers that learn at different speeds.
 * @param frame what is not the size of gradients is called otherwise.
 * @throws WasmlpError `shape-mismatch` where epochs differ in their number of layers.
 */
export function gradientFlowChart(epochs: readonly LayerSizes[], frame: Partial<ChartFrame> = {}): string {
  const count = epochs[0]?.layers.length ?? 0;
  for (const [i, { layers }] of epochs.entries())
    if (layers.length !== count) throw shapeMismatch(`epochs[${i}].layers`, `${count} layers`, layers.length);
  const series = Array.from({ length: count }, (_, l) => ({
    name: `layer ${l + 1}`,
    points: epochs.map(({ epoch, layers }) => [epoch, layers[l] as number] as const),
    tone: count > 1 ? l / (count - 1) : 0,
    isDashed: l % 2 === 1,
  }));
  return lineChart({ ...gradients, ...frame, series, yScale: "log" });
}
