/** A part of a page: a heading, a line of what one sees, what it holds. Knows no page. */
import { type Child, element } from "./element.js";

export interface PanelOptions {
  readonly title: string;
  /** What one sees and in which unit, in one short line; an element where it changes. */
  readonly note?: string | HTMLElement;
  /** Names it in the page's grid. */
  readonly area?: string;
  /** Controls beside the heading. */
  readonly tools?: readonly Node[];
}

export function panel({ title, note, area, tools = [] }: PanelOptions, ...children: Child[]): HTMLElement {
  const heading = element("h2", {}, title);
  const head = element(
    "header",
    { class: "panel-head" },
    element("div", {}, heading, typeof note === "string" ? noteOf(note) : note),
  );
  if (tools.length > 0) head.append(element("div", { class: "panel-tools" }, ...tools));
  return element("section", { class: "panel", "data-area": area, "aria-label": title }, head, ...children);
}

/** A quiet line under a heading. */
function noteOf(text: string): HTMLElement {
  return element("p", { class: "note" }, text);
}
