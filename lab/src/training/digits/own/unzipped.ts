/** Files of the user's own without the gzip around them; the ending `.gz` goes with it. */
import type { NamedBytes } from "../digits-protocol.js";

/** More than any images the lab could train on: a file that unzips to more is refused. */
const MOST_BYTES = 2 ** 30;

export async function unzipped({ name, bytes }: NamedBytes): Promise<NamedBytes> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { name, bytes };
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      length += step.value.length;
      if (length > MOST_BYTES) throw new Error("more than 1 GB once unzipped");
      parts.push(step.value);
    }
  } catch (error) {
    throw new Error(`${name}: expected whole gzip data, got ${error instanceof Error ? error.message : error}`);
  }
  return { name: name.replace(/\.gz$/i, ""), bytes: new Uint8Array(await new Blob(parts).arrayBuffer()) };
}
