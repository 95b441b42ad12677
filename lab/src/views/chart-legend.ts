/** The line above a chart: a sign and a name a series, its newest value, or that under the pointer. */
import { element, setText } from "./element.js";

export interface LegendOptions {
  readonly x: string;
  readonly series: readonly { readonly label: string; readonly colour: string }[];
  readonly format: (value: number) => string;
}

type Columns = readonly (readonly (number | null)[])[];

export interface ChartLegend {
  readonly element: HTMLElement;
  setLatest(columns: Columns): void;
  /** The index under the pointer; undefined when it has left. */
  setCursor(index: number | undefined): void;
}

export function chartLegend({ x, series, format }: LegendOptions): ChartLegend {
  const at = element("span", { class: "legend-at" });
  const values = series.map(() => element("span", { class: "legend-value" }, "–"));
  const items = series.map(({ label, colour }, i) => {
    const sign = element("span", { class: "legend-sign", style: `background: var(${colour})` });
    return element("span", { class: "legend-item" }, sign, label, values[i]);
  });
  let columns: Columns = [];
  let cursor: number | undefined;
  const show = (): void => {
    const last = (columns[0]?.length ?? 0) - 1;
    const index = cursor ?? last;
    const place = columns[0]?.[index];
    setText(at, cursor === undefined || typeof place !== "number" ? "" : `${x} ${Number(place.toFixed(2))}`);
    values.forEach((value, i) => {
      const found = valueAt(columns[i + 1] ?? [], index);
      setText(value, found === undefined ? "–" : format(found));
    });
  };
  return {
    element: element("p", { class: "legend" }, ...items, at),
    setLatest(next) {
      columns = next;
      show();
    },
    setCursor(index) {
      if (index === cursor) return;
      cursor = index;
      show();
    },
  };
}

/** The value there, or the nearest before it. */
function valueAt(column: readonly (number | null)[], index: number): number | undefined {
  for (let i = Math.min(index, column.length - 1); i >= 0; i--)
    if (typeof column[i] === "number") return column[i] as number;
  return undefined;
}
