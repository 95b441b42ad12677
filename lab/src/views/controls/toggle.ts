/** On or off. */
import { element } from "../element.js";
import type { Control, ControlOptions } from "./field-frame.js";

export function toggle(options: ControlOptions<boolean>): Control<boolean> {
  const box = element("input", { type: "checkbox", role: "switch" });
  box.checked = options.value;
  box.addEventListener("change", () => options.onChange(box.checked));
  const name = element("label", { class: "toggle" }, box, element("span", {}, options.label));
  return {
    element: element(
      "div",
      { class: "field" },
      name,
      options.hint ? element("p", { class: "hint" }, options.hint) : undefined,
    ),
    get value() {
      return box.checked;
    },
    set(value) {
      box.checked = value;
    },
    setDisabled(isDisabled) {
      box.disabled = isDisabled;
    },
  };
}
