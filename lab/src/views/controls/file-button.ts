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

/** Where a file lay within a folder that was dropped, as in `digits/7/a.png`; else its name. */
export function pathOf(file: File): string {
  return paths.get(file) ?? file.name;
}

const paths = new WeakMap<File, string>();

/** Takes files, and those in folders, dropped anywhere on `target`, which shows that it would. */
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
    void droppedFiles(event.dataTransfer as DataTransfer).then((files) => files.length > 0 && onFiles(files));
  });
}

/** All files of a drop, in the order of their paths where there are folders. */
async function droppedFiles({ items, files }: DataTransfer): Promise<File[]> {
  // Both are gone after the first wait.
  const plain = Array.from(files);
  const entries = Array.from(items, (item) => item.webkitGetAsEntry());
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const found = (await Promise.all(entries.map((entry) => (entry ? filesBelow(entry) : [])))).flat();
  return found.sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
}

/** What cannot be read, and what systems hide (`.DS_Store`), is left out. */
async function filesBelow(entry: FileSystemEntry): Promise<File[]> {
  if (entry.name.startsWith(".")) return [];
  if (isFolder(entry)) return (await Promise.all((await entriesOf(entry)).map(filesBelow))).flat();
  return new Promise((resolve) => {
    (entry as FileSystemFileEntry).file(
      (file) => {
        paths.set(file, entry.fullPath.slice(1));
        resolve([file]);
      },
      () => resolve([]),
    );
  });
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** A reader gives about a hundred at a time, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** Hands the user a file. */
export function download(name: string, bytes: Uint8Array<ArrayBuffer>, type = "application/octet-stream"): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
