/** Who is taken for whom: a table of actual against predicted classes. */
import { countText } from "../../state/number-text.js";
import type { EpochEvent, OpenedRun } from "../../training/digits/digits-protocol.js";
import { element, setText } from "../../views/element.js";
import { pacedInView } from "../../views/frames.js";
import { panel } from "../../views/panel.js";
import type { DigitsView } from "./weights-view.js";

const INTERVAL_MS = 300;

export function confusionView(signal: AbortSignal): DigitsView {
  const place = element("div", { class: "confusion-place" });
  const box = panel(
    {
      title: "Confusion",
      area: "confusion",
      note: "Validation images by actual class (rows) and predicted class (columns).",
    },
    place,
  );
  let cells: HTMLElement[] = [];
  const begin = ({ classNames }: OpenedRun): void => {
    cells = [];
    const head = element(
      "tr",
      {},
      element("td"),
      ...classNames.map((name) => element("th", { scope: "col" }, short(name))),
    );
    const rows = classNames.map((name) => {
      const row = classNames.map(() => element("td", { class: "cell" }));
      cells.push(...row);
      return element("tr", {}, element("th", { scope: "row", title: name }, short(name)), ...row);
    });
    place.replaceChildren(
      element("table", { class: "confusion" }, element("thead", {}, head), element("tbody", {}, ...rows)),
    );
  };
  const show = ({ confusion }: EpochEvent): void => {
    const classes = Math.round(Math.sqrt(confusion.length));
    const isRight = (i: number): boolean => i % (classes + 1) === 0;
    const mostWrong = confusion.reduce((most, count, i) => (isRight(i) ? most : Math.max(most, count)), 1);
    confusion.forEach((count, i) => {
      const row = confusion.subarray(Math.floor(i / classes) * classes, (Math.floor(i / classes) + 1) * classes);
      const all = row.reduce((sum, part) => sum + part, 0);
      const share = isRight(i) ? count / Math.max(all, 1) : count / mostWrong;
      const cell = cells[i] as HTMLElement;
      setText(cell, count === 0 ? "" : countText(count));
      cell.dataset.kind = isRight(i) ? "right" : "wrong";
      cell.style.setProperty("--share", share.toFixed(3));
    });
  };
  const showSoon = pacedInView(box, show, signal, INTERVAL_MS);
  return {
    element: box,
    onEvent(event) {
      if (event.kind === "opened") begin(event);
      else if (event.kind === "epoch") showSoon(event);
    },
  };
}

/** Class names of clothing are longer than a column. */
function short(name: string): string {
  return name.length > 4 ? `${name.slice(0, 3)}.` : name;
}
