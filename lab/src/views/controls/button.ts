/** Something to press, with the key that presses it too. */
import { element, setText } from "../element.js";
import { type IconName, icon } from "../icons.js";

export interface ButtonOptions {
  readonly label: string;
  readonly onPress: () => void;
  readonly kind?: "primary" | "plain" | "quiet";
  readonly icon?: IconName;
  /** As it stands on the key: "Space", "R". Bind it with `bindShortcuts`. */
  readonly key?: string;
  /** Only the icon is in view; the label is for screen readers and on hover. */
  readonly isIconOnly?: boolean;
}

export interface Button {
  readonly element: HTMLButtonElement;
  setLabel(label: string, icon?: IconName): void;
  setDisabled(isDisabled: boolean): void;
}

export function button(options: ButtonOptions): Button {
  const { kind = "plain", key, isIconOnly = false } = options;
  const text = element("span", isIconOnly ? { class: "unseen" } : {}, options.label);
  const hint = key === undefined ? undefined : element("kbd", { "aria-hidden": "true" }, key);
  const made = element("button", { type: "button", class: kind }, text, isIconOnly ? undefined : hint);
  if (key !== undefined) made.setAttribute("aria-keyshortcuts", key);
  const setLabel = (label: string, name?: IconName): void => {
    setText(text, label);
    made.title = key === undefined ? label : `${label} (${key})`;
    if (name === undefined || made.dataset.icon === name) return;
    made.querySelector("svg")?.remove();
    made.dataset.icon = name;
    made.prepend(icon(name));
  };
  setLabel(options.label, options.icon);
  made.addEventListener("click", () => options.onPress());
  return {
    element: made,
    setLabel,
    setDisabled(isDisabled) {
      made.disabled = isDisabled;
    },
  };
}
