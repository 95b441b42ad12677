/**
 * The line that says what happened: a file that could not be read, a worker that ended, a link with a mistake. Spoken
 * politely to screen readers; errors stay until dismissed. Knows no page.
 */
import { element, setText } from "./element.js";

export interface Notices {
  readonly element: HTMLElement;
  /** Something worth a line; gives way to the next one, and goes after a while. */
  say(text: string): void;
  /** Something that went wrong; stays until dismissed or until the next. */
  warn(text: string): void;
  clear(): void;
}

const SHOWN_MS = 6000;

export function notices(): Notices {
  const text = element("p", { role: "status", "aria-live": "polite" });
  const dismiss = element("button", { class: "quiet", type: "button" }, "Dismiss");
  const box = element("div", { class: "notice", hidden: true }, text, dismiss);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const clear = (): void => {
    clearTimeout(timer);
    box.hidden = true;
    setText(text, "");
  };
  const show = (message: string, kind: "said" | "warned"): void => {
    clearTimeout(timer);
    box.dataset.kind = kind;
    box.hidden = false;
    setText(text, message);
    if (kind === "said") timer = setTimeout(clear, SHOWN_MS);
  };
  dismiss.addEventListener("click", clear);
  return { element: box, clear, say: (message) => show(message, "said"), warn: (message) => show(message, "warned") };
}

/** What an error says for itself. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Messages begin with the name of a file or a setting: their case stays. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
