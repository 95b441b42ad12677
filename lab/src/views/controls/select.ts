/** One of a few, in a list that opens. */
import { element } from "../element.js";
import { type Control, type ControlOptions, frame } from "./field-frame.js";

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
}

export function select<T extends string>(
  options: ControlOptions<T> & { readonly options: readonly Option<T>[] },
): Control<T> {
  const list = element("select", {});
  for (const { value, label } of options.options) list.append(element("option", { value }, label));
  list.value = options.value;
  list.addEventListener("change", () => options.onChange(list.value as T));
  return {
    element: frame(options.label, list, options.hint),
    get value() {
      return list.value as T;
    },
    set(value) {
      list.value = value;
    },
    setDisabled(isDisabled) {
      list.disabled = isDisabled;
    },
  };
}
