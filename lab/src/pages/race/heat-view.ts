/** One network of the race: a bar a contender, its median and how far its rounds lay apart. */
import { countText } from "../../state/number-text.js";
import { type RaceHeat, rowsOf } from "../../state/race/race-table.js";
import { panel } from "../../views/panel.js";
import { rateTable } from "./rate-table.js";

const HEADS = ["samples/s: bar to the median, line from least to most", "median", "times plain", "GFLOP/s"];

export function heatView(heat: RaceHeat): HTMLElement {
  const rows = rowsOf(heat).map(({ factor, gigaflops, ...rate }) => ({
    ...rate,
    title: `${rate.name}: from ${countText(rate.least)} to ${countText(rate.most)} samples/s`,
    isMeasure: factor === undefined,
    numbers: [countText(rate.median), factor === undefined ? "1" : factor.toFixed(1), gigaflops.toFixed(1)],
  }));
  const note = `After the same ${heat.checkedSteps} steps, no weight of the two sides differs by more than ${heat.apart.toExponential(1)}. GFLOP/s count the zeros that are passed over.`;
  return panel({ title: heat.title, note }, rateTable("training", HEADS, rows));
}
