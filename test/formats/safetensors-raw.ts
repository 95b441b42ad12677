/** Safetensors files put together by hand, well-formed or not. Knows nothing of the project's writer. */
import { expect } from "vitest";
import { WasmlpError } from "../../src/errors.js";
import type { SafeTensor } from "../../src/formats/safetensors.js";

/** Length, header as given (no padding added), then `bufferBytes` bytes 0, 1, 2, … */
export function rawFile(header: string | Uint8Array, bufferBytes = 0, claimedLength?: bigint): Uint8Array {
  const json = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + json.length + bufferBytes);
  new DataView(file.buffer).setBigUint64(0, claimedLength ?? BigInt(json.length), true);
  file.set(json, 8);
  for (let i = 0; i < bufferBytes; i++) file[8 + json.length + i] = i;
  return file;
}

/** A header's entry as JSON text; values are pasted as they are. */
export function entry(name: string, dtype: string, shape: string, offsets: string): string {
  return `${JSON.stringify(name)}:{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;
}

/** The text with every \xNN (as `¤NN`) replaced by that very byte: for headers that are not UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(
    text.replace(/¤(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    (character) => character.charCodeAt(0),
  );
}

/** A small generator for seeded tests (xorshift32): whole numbers from 0 to below `n`. */
export function seededDraws(seed: number): (n: number) => number {
  let state = seed >>> 0 || 1;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

/** A tensor made by hand; nothing is checked. */
export const ofType = (dtype: string, bytes: ArrayLike<number>, shape: readonly number[]): SafeTensor => ({
  name: "w",
  dtype: dtype as SafeTensor["dtype"],
  shape,
  bytes: Uint8Array.from(bytes),
});

/** The code of the error `act` must throw; its message must say expected and got. */
export function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (!(error instanceof WasmlpError)) throw error;
    expect(error.message).toMatch(/expected .+, got .+/);
    return error.code;
  }
  return "nothing thrown";
}
