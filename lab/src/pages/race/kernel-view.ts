/** The kernels beside the ceiling: a bar each, and the share of the ceiling it reaches. */
import { type KernelHeat, kernelRowsOf } from "../../state/race/kernel-table.js";
import { panel } from "../../views/panel.js";
import { rateTable } from "./rate-table.js";

const NOTE =
  "The ceiling is what one thread of this browser makes of multiply-adds in registers alone, rounded after each step as the kernels round.";
const HEADS = ["GFLOP/s: bar to the median, line from least to most", "median", "of the ceiling"];

export function kernelView(heat: KernelHeat): HTMLElement {
  const rows = kernelRowsOf(heat).map(({ share, ...rate }, i) => ({
    ...rate,
    title: `${rate.name}: from ${rate.least.toFixed(1)} to ${rate.most.toFixed(1)} GFLOP/s`,
    isMeasure: i === 0,
    numbers: [rate.median.toFixed(1), `${(100 * share).toFixed(0)} %`],
  }));
  return panel({ title: "Kernels, one thread", note: NOTE }, rateTable("kernels", HEADS, rows));
}
