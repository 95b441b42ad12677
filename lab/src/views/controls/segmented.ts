/** One of two to five, all in view: radio buttons in a row. Arrow keys move, as the browser has it. */
import { element, freshId } from "../element.js";
import type { Control, ControlOptions } from "./field-frame.js";
import type { Option } from "./select.js";

export function segmented<T extends string>(
  options: ControlOptions<T> & { readonly options: readonly Option<T>[]; readonly isLabelHidden?: boolean },
): Control<T> {
  const name = freshId("segmented");
  let value = options.value;
  const radios = options.options.map((option) => {
    const radio = element("input", { type: "radio", name, value: option.value });
    radio.addEventListener("change", () => {
      value = option.value;
      options.onChange(value);
    });
    return { radio, part: element("label", {}, radio, element("span", {}, option.label)) };
  });
  const row = element("div", { class: "segments" }, ...radios.map(({ part }) => part));
  const legend = element("legend", options.isLabelHidden ? { class: "unseen" } : {}, options.label);
  const set = (next: T): void => {
    value = next;
    for (const { radio } of radios) radio.checked = radio.value === next;
  };
  set(value);
  return {
    element: element("fieldset", { class: "field segmented" }, legend, row),
    get value() {
      return value;
    },
    set,
    setDisabled(isDisabled) {
      for (const { radio } of radios) radio.disabled = isDisabled;
    },
  };
}
