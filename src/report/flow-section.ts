/** How far the gradient reached in a run whose flow was recorded: a chart, and which layers stopped learning. Pure. */
import { type LayerFlow, STALLED_RATIO } from "../training/flow.js";
import type { EpochResult } from "../training/history.js";
import { gradientFlowChart } from "./gradient-flow.js";
import { formatCount } from "./markup.js";
import { figure } from "./progress.js";

/** Empty without recorded flow, and for a single layer, whose gradient is compared to nothing. */
export function flowSection(epochs: readonly EpochResult[]): string {
  const recorded = epochs.flatMap(({ epoch, flow }) => (flow ? [{ epoch, flow }] : []));
  const last = recorded.at(-1);
  if (!last || last.flow.length < 2) return "";
  const chart = gradientFlowChart(
    recorded.map(({ epoch, flow }) => ({ epoch, layers: flow.map(({ gradientRms }) => gradientRms) })),
    { title: "Gradient of each layer per epoch", yLabel: "Gradient (root mean square)" },
  );
  const caption =
    "Root mean square of the derivatives of the loss by a layer's weights, after each epoch, on rows that stay the same. Layer 1 is next to the inputs.";
  return `<section>\n<div class="charts">\n${figure("How far the gradient reaches", chart, caption)}\n</div>
${stalledLine(last.flow, last.epoch)}</section>`;
}

/** Names the layers that had stopped learning by the end, nothing where none had. */
function stalledLine(flow: readonly LayerFlow[], epoch: number): string {
  const stalled = flow.flatMap(({ isStalled }, l) => (isStalled ? [l + 1] : []));
  if (stalled.length === 0) return "";
  const which =
    stalled.length === 1
      ? `Layer ${stalled[0]} has`
      : `Layers ${stalled.slice(0, -1).join(", ")} and ${stalled.at(-1)} have`;
  const ratio = formatCount(1 / STALLED_RATIO);
  return `<p class="warning">${which} stopped learning: after epoch ${formatCount(epoch)} the gradient there is at most 1/${ratio} of the last layer's. Weights that start larger, relu in place of sigmoid, or fewer layers usually help.</p>\n`;
}
