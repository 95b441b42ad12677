/**
 * The JSON of a file that a run left behind, parsed under limits: brackets of a few bytes can ask for more memory than
 * there is. Knows nothing of what the JSON means.
 */
import { invalidFile } from "../errors.js";

/** One in the other; what runs write goes eight deep. */
const MAX_DEPTH = 64;
/** Objects and arrays: those of half a million epochs, and a quarter of a gigabyte. */
const MAX_CONTAINERS = 2 ** 22;
/** Values that are parted by commas. */
const MAX_VALUES = 2 ** 24;
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
/** Of `[` and `{`, of `]` and `}`, one bit apart. */
const [OPEN, CLOSE] = [0x5b, 0x5d];

/** @throws WasmlpError `invalid-file` for what is no JSON, or more of it than any run writes. */
export function parseSavedJson(bytes: Uint8Array, file: string): unknown {
  requireModest(bytes, file);
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw invalidFile(file, "JSON", text.slice(0, 40) || "an empty file");
  }
}

function requireModest(bytes: Uint8Array, file: string): void {
  let [depth, containers, commas] = [0, 0, 0];
  let isText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) isText = !isText;
    else if (isText) at += Number(byte === BACKSLASH);
    else if (byte === COMMA) commas++;
    else if ((byte & ~0x20) === OPEN) {
      depth++;
      containers++;
      if (depth > MAX_DEPTH) throw invalidFile(file, `JSON at most ${MAX_DEPTH} levels deep`, "more");
    } else if ((byte & ~0x20) === CLOSE) depth--;
  }
  if (containers > MAX_CONTAINERS) throw invalidFile(file, `at most ${MAX_CONTAINERS} objects and arrays`, containers);
  if (commas > MAX_VALUES) throw invalidFile(file, `at most ${MAX_VALUES} values`, commas);
}
