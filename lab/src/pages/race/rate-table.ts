/** A table of rates: a bar to the median and a line from least to most, and numbers beside them. Knows no unit. */
import type { Spread } from "../../state/race/median.js";
import { element } from "../../views/element.js";

export interface RateRow extends Spread {
  readonly name: string;
  /** Of the bar, for who rests on it. */
  readonly title: string;
  /** What the others are held against. */
  readonly isMeasure: boolean;
  readonly numbers: readonly string[];
}

/** `heads`: over the bars, then over each column of numbers. `name`: a class of its own. */
export function rateTable(name: string, heads: readonly string[], rows: readonly RateRow[]): HTMLElement {
  const end = Math.max(1, ...rows.map(({ most }) => most));
  return element(
    "table",
    { class: `rates ${name}` },
    element("thead", {}, element("tr", {}, ...["", ...heads].map((text) => element("th", { scope: "col" }, text)))),
    element("tbody", {}, ...rows.map((row) => rowView(row, end))),
  );
}

function rowView({ name, title, isMeasure, numbers, ...rate }: RateRow, end: number): HTMLElement {
  return element(
    "tr",
    { "data-contender": name, "data-measure": isMeasure },
    element("th", { scope: "row" }, name),
    element("td", { title }, bar(rate, end)),
    ...numbers.map((text) => element("td", { class: "number" }, text)),
  );
}

/** On a track that ends at `end`. */
function bar({ median, least, most }: Spread, end: number): HTMLElement {
  const share = (value: number): string => `${(100 * value) / end}%`;
  const fill = element("span", { class: "rate-fill", style: `width: ${share(median)}` });
  const line = `left: ${share(least)}; width: ${share(most - least)}`;
  return element("span", { class: "rate-track" }, fill, element("span", { class: "rate-spread", style: line }));
}
