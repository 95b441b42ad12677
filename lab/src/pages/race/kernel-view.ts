/** The kernels beside the ceiling: a bar each, and the share of the ceiling it reaches. */
import { type KernelHeat, type KernelRow, kernelRowsOf } from "../../state/race/kernel-table.js";
import { element } from "../../views/element.js";
import { panel } from "../../views/panel.js";
import { rateBar } from "./heat-view.js";

const NOTE =
  "The ceiling is what one thread of this browser makes of multiply-adds in registers alone, rounded after each step as the kernels round.";

export function kernelView(heat: KernelHeat): HTMLElement {
  const rows = kernelRowsOf(heat);
  const most = Math.max(1, ...rows.map((row) => row.most));
  const heads = ["", "GFLOP/s: bar to the median, line from least to most", "median", "of the ceiling"];
  const table = element(
    "table",
    { class: "heat kernels" },
    element("thead", {}, element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)))),
    element("tbody", {}, ...rows.map((row, i) => rowView(row, most, i === 0))),
  );
  return panel({ title: "Kernels, one thread", note: NOTE }, table);
}

function rowView({ name, median, least, most, share }: KernelRow, end: number, isCeiling: boolean): HTMLElement {
  const title = `${name}: from ${least.toFixed(1)} to ${most.toFixed(1)} GFLOP/s`;
  return element(
    "tr",
    { "data-contender": name, "data-plain": isCeiling },
    element("th", { scope: "row" }, name),
    element("td", { title }, rateBar(median, least, most, end)),
    element("td", { class: "number" }, median.toFixed(1)),
    element("td", { class: "number" }, `${(100 * share).toFixed(0)} %`),
  );
}
