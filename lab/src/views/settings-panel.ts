/** Settings beside a run; on phones, folded away at first. Knows no page. */
import { element } from "./element.js";
import { panel } from "./panel.js";

/** Closed on phones, where the run comes first. */
export function settingsPanel(...children: HTMLElement[]): HTMLElement {
  const box = element("details", { class: "settings-box" }, element("summary", {}, "Settings"), ...children);
  box.open = matchMedia("(width >= 64rem)").matches;
  return panel({ title: "Settings", area: "settings" }, box);
}
