/** A number one types: refused in words where it is none, or out of range; the last good one stays in force. */
import type { Field } from "../../state/fields.js";
import { element } from "../element.js";
import { type Control, type ControlOptions, frame } from "./field-frame.js";

export interface NumberFieldOptions extends ControlOptions<number> {
  /** Says what may be typed. */
  readonly field: Field<number>;
  readonly unit?: string;
  /** What one press of an arrow key adds; without one, the value is multiplied or divided by about 2 (1, 2, 5, 10 …). */
  readonly step?: number;
}

export function numberField(options: NumberFieldOptions): Control<number> {
  const { field, label, onChange } = options;
  let value = options.value;
  const input = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false" });
  const unit = options.unit === undefined ? undefined : element("span", { class: "unit" }, options.unit);
  const box = frame(label, input, options.hint, unit);
  const complaint = element("p", { class: "complaint", role: "alert", hidden: true });
  box.append(complaint);
  const show = (next: number): void => {
    value = next;
    input.value = field.write(next);
    refuse(undefined);
  };
  const refuse = (text: string | undefined): void => {
    complaint.hidden = text === undefined;
    complaint.textContent = text ?? "";
    input.toggleAttribute("aria-invalid", text !== undefined);
  };
  const take = (next: number | undefined): void => {
    if (next === undefined) refuse(`Expected ${field.expected}.`);
    else if (next !== value) {
      show(next);
      onChange(next);
    } else show(next);
  };
  input.addEventListener("change", () => take(field.read(input.value.trim())));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") take(field.read(input.value.trim()));
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    const next = options.step === undefined ? nextRound(value, direction) : value + direction * options.step;
    const read = field.read(field.write(Number(next.toPrecision(12))));
    if (read !== undefined) take(read);
  });
  show(value);
  return {
    element: box,
    get value() {
      return value;
    },
    set: show,
    setDisabled(isDisabled) {
      input.disabled = isDisabled;
    },
  };
}

/** The next of … 0.1, 0.2, 0.5, 1, 2, 5 … above or below. */
function nextRound(value: number, direction: 1 | -1): number {
  if (value <= 0) return direction > 0 ? 1e-6 : 0;
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const rounds = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20].map((mantissa) => Number(`${mantissa}e${exponent}`));
  const slack = value * 1e-9;
  if (direction > 0) return rounds.find((round) => round > value + slack) ?? value;
  return rounds.findLast((round) => round < value - slack) ?? value;
}
