/** One network of the race: a bar a contender, its median and how far its rounds lay apart. */
import { countText } from "../../state/number-text.js";
import { type RaceHeat, type RaceRow, rowsOf } from "../../state/race/race-table.js";
import { element } from "../../views/element.js";
import { panel } from "../../views/panel.js";

export function heatView(heat: RaceHeat): HTMLElement {
  const rows = rowsOf(heat);
  const most = Math.max(1, ...rows.map((row) => row.most));
  const heads = ["", "samples/s: bar to the median, line from least to most", "median", "times plain", "GFLOP/s"];
  const table = element(
    "table",
    { class: "heat" },
    element("thead", {}, element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)))),
    element("tbody", {}, ...rows.map((row) => rowView(row, most))),
  );
  const note = `After the same ${heat.checkedSteps} steps, no weight of the two sides differs by more than ${heat.apart.toExponential(1)}. GFLOP/s count the zeros that are passed over.`;
  return panel({ title: heat.title, note }, table);
}

function rowView({ name, median, least, most, factor, gigaflops }: RaceRow, end: number): HTMLElement {
  const numbers = [countText(median), factor === undefined ? "1" : factor.toFixed(1), gigaflops.toFixed(1)];
  const title = `${name}: from ${countText(least)} to ${countText(most)} samples/s`;
  return element(
    "tr",
    { "data-contender": name, "data-plain": factor === undefined },
    element("th", { scope: "row" }, name),
    element("td", { title }, rateBar(median, least, most, end)),
    ...numbers.map((text) => element("td", { class: "number" }, text)),
  );
}

/** A bar to the median and a line from least to most, on a track that ends at `end`. */
export function rateBar(median: number, least: number, most: number, end: number): HTMLElement {
  const share = (value: number): string => `${(100 * value) / end}%`;
  const fill = element("span", { class: "rate-fill", style: `width: ${share(median)}` });
  const line = `left: ${share(least)}; width: ${share(most - least)}`;
  return element("span", { class: "rate-track" }, fill, element("span", { class: "rate-spread", style: line }));
}
