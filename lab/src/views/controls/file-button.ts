/** Files of the user's own, by a button; and by dropping them on a part of the page. */
import { element } from "../element.js";
import { type Button, button } from "./button.js";

export interface FileButtonOptions {
  readonly label: string;
  /** As of `<input accept>`. */
  readonly accept?: string;
  readonly isMany?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

export function fileButton({ label, accept, isMany = false, onFiles }: FileButtonOptions): Button {
  const input = element("input", { type: "file", class: "unseen", tabindex: -1, accept, multiple: isMany });
  input.setAttribute("aria-hidden", "true");
  const made = button({ label, icon: "open", onPress: () => input.click() });
  made.element.append(input);
  // The click the input is sent must not press the button around it again.
  input.addEventListener("click", (event) => event.stopPropagation());
  input.addEventListener("change", () => {
    const files = Array.from(input.files ?? []);
    input.value = "";
    if (files.length > 0) onFiles(files);
  });
  return made;
}

/** Takes files dropped anywhere on `target`, which shows that it would. */
export function takeDrops(target: HTMLElement, onFiles: (files: readonly File[]) => void): void {
  const isFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  target.addEventListener("dragover", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    target.classList.add("is-target");
  });
  target.addEventListener("dragleave", (event) => {
    if (!target.contains(event.relatedTarget as Node | null)) target.classList.remove("is-target");
  });
  target.addEventListener("drop", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    target.classList.remove("is-target");
    const files = Array.from(event.dataTransfer?.files ?? []);
    if (files.length > 0) onFiles(files);
  });
}

/** Hands the user a file. */
export function download(name: string, bytes: Uint8Array<ArrayBuffer>, type = "application/octet-stream"): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
