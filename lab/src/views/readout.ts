/** A labelled number that changes while one looks; the label names its unit. Knows no page. */
import { element, setText } from "./element.js";

export interface Readout {
  readonly element: HTMLElement;
  set(text: string): void;
}

export function readout(label: string): Readout {
  const value = element("span", { class: "readout-value" }, "–");
  const box = element(
    "div",
    { class: "readout", "data-readout": label.toLowerCase() },
    element("dt", {}, label),
    element("dd", {}, value),
  );
  return { element: box, set: (text) => setText(value, text) };
}

/** Readouts in a row. */
export function readoutRow(readouts: readonly Readout[]): HTMLElement {
  return element("dl", { class: "readouts" }, ...readouts.map((one) => one.element));
}
