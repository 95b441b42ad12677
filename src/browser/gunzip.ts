/** Undoes gzip with what browsers bring, and never to more bytes than were asked for. */
import { ByteCollector } from "../data/byte-collector.js";
import { invalidFile, WasmlpError } from "../errors.js";

/** @throws WasmlpError `invalid-file` when damaged, cut short or longer than `maxBytes`. */
export async function gunzip(bytes: Uint8Array, maxBytes: number, name: string): Promise<Uint8Array> {
  const tooLarge = () => invalidFile(name, `at most ${maxBytes} bytes once unzipped`, "more");
  const collector = new ByteCollector(maxBytes, maxBytes, tooLarge);
  const reader = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) collector.add(step.value);
  } catch (error) {
    void reader.cancel().catch(() => {});
    throw error instanceof WasmlpError ? error : invalidFile(name, "whole gzip data", (error as Error).message);
  }
  return collector.bytes();
}
