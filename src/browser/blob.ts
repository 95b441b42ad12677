/** Files that a user picked or dropped, as bytes. */
import { invalidFile, invalidOption, WasmlpError } from "../errors.js";

/** What errors call it. */
export function nameOf(file: Blob): string {
  return file instanceof File ? file.name : "file";
}

/** The whole file. @throws WasmlpError `invalid-option`, `invalid-file` when longer than `maxBytes`, or `io`. */
export async function blobBytes(file: Blob, maxBytes: number): Promise<Uint8Array> {
  if (!(file instanceof Blob)) throw invalidOption("file", "a File or Blob", file);
  if (file.size > maxBytes) throw invalidFile(nameOf(file), `at most ${maxBytes} bytes`, file.size);
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    const { name, message } = cause as DOMException;
    throw new WasmlpError("io", `${nameOf(file)}: expected a file to read, got ${name}: ${message}`, { cause });
  }
}
