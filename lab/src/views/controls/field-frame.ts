/** What every control has: a label that belongs to it, a unit or a hint beside it, and the value it was given. */
import { element, freshId } from "../element.js";

/** What all controls of one value offer. */
export interface Control<T> {
  readonly element: HTMLElement;
  readonly value: T;
  /** Shows another value; does not call back. */
  set(value: T): void;
  setDisabled(isDisabled: boolean): void;
}

export interface ControlOptions<T> {
  readonly label: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** A short explanation below. */
  readonly hint?: string;
}

/** Label above, control below; `aside` stands at the end of the label's line. */
export function frame(label: string, control: HTMLElement, hint?: string, aside?: HTMLElement): HTMLElement {
  control.id ||= freshId("control");
  const name = element("label", { for: control.id }, label);
  const head = element("div", { class: "field-head" }, name, aside);
  const note = hint === undefined ? undefined : element("p", { class: "hint", id: `${control.id}-hint` }, hint);
  if (note) control.setAttribute("aria-describedby", note.id);
  return element("div", { class: "field" }, head, control, note);
}
