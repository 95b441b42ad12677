/** Keys that work anywhere on a page, except where one is typing. Knows no page; a page names its keys. */

/** `event.key` in lower case, "shift+" before it where Shift is held: " " is the space bar. */
export type Shortcuts = Readonly<Record<string, () => void>>;

/** Listens while `root` is on show, until `signal` aborts. */
export function bindShortcuts(root: HTMLElement, shortcuts: Shortcuts, signal: AbortSignal): void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (root.closest("[hidden]") || isTyping(event.target, event.key)) return;
    const name = event.key.toLowerCase();
    const action = shortcuts[event.shiftKey && name.length === 1 ? `shift+${name}` : name];
    if (!action) return;
    event.preventDefault();
    if (!event.repeat) action();
  };
  document.addEventListener("keydown", onKey, { signal });
}

/** Fields take every key; buttons and switches only those that press them. */
function isTyping(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  if (target instanceof HTMLInputElement) return !["radio", "checkbox"].includes(target.type) || key === " ";
  return key === " " && target.matches("button, summary, [role=button], [tabindex='0']");
}
