/** A number one drags, along a line or along powers of ten; what it is stands beside the label. */
import { element, setText } from "../element.js";
import { type Control, type ControlOptions, frame } from "./field-frame.js";

export interface SliderOptions extends ControlOptions<number> {
  readonly least: number;
  readonly most: number;
  /** Default 1; of a logarithmic slider, the share of a power of ten: default 0.1. */
  readonly step?: number;
  readonly isLogarithmic?: boolean;
  readonly format?: (value: number) => string;
}

export function slider(options: SliderOptions): Control<number> {
  const { least, most, isLogarithmic = false, format = String, onChange } = options;
  const toPlace = (value: number): number => (isLogarithmic ? Math.log10(value) : value);
  const toValue = (place: number): number => (isLogarithmic ? Number((10 ** place).toPrecision(3)) : place);
  const shown = element("output", { class: "slider-value" });
  const range = element("input", {
    type: "range",
    min: toPlace(least),
    max: toPlace(most),
    step: options.step ?? (isLogarithmic ? 0.1 : 1),
  });
  const read = (): number => Math.min(most, Math.max(least, toValue(Number(range.value))));
  const show = (value: number): void => {
    setText(shown, format(value));
    range.setAttribute("aria-valuetext", format(value));
    const share = (toPlace(value) - toPlace(least)) / (toPlace(most) - toPlace(least));
    range.style.setProperty("--share", `${100 * share}%`);
  };
  range.addEventListener("input", () => {
    show(read());
    onChange(read());
  });
  const set = (value: number): void => {
    range.value = String(toPlace(value));
    show(value);
  };
  set(options.value);
  return {
    element: frame(options.label, range, options.hint, shown),
    get value() {
      return read();
    },
    set,
    setDisabled(isDisabled) {
      range.disabled = isDisabled;
    },
  };
}
