/**
 * Short names for long contents: 16 hexadecimal digits that tell data sets, rows and settings apart. They guard against
 * mistakes, not against malice. Knows bytes; nothing of what they mean, data sets aside.
 */
import type { Dataset, FeatureArray } from "./dataset.js";

/** The same bytes give the same digits on every host (little-endian, as WebAssembly is). */
export function fingerprint(values: FeatureArray | Uint32Array | string): string {
  const bytes =
    typeof values === "string"
      ? new TextEncoder().encode(values)
      : new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [murmur3(bytes, 0), murmur3(bytes, 1)].map((word) => word.toString(16).padStart(8, "0")).join("");
}

/** Of everything a model could learn from. */
export function fingerprintDataset({ features, labels, targets, ...shape }: Dataset): string {
  const { count, width, classes, scale, shift } = shape;
  const kind = features.constructor.name;
  const values = [features, labels ?? targets ?? new Uint8Array(0)].map((each) => fingerprint(each));
  return fingerprint(JSON.stringify([kind, count, width, classes, scale, shift, ...values]));
}

/** MurmurHash3, x86, 32 bits (A. Appleby, 2011; public domain). */
export function murmur3(bytes: Uint8Array, seed: number): number {
  const words = wordsOf(bytes);
  let h = seed | 0;
  for (let i = 0; i < words.length; i++) {
    h ^= mix(words[i] as number);
    h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let i = bytes.length - 1; i >= 4 * words.length; i--) tail = (tail << 8) | (bytes[i] as number);
  h ^= mix(tail) ^ bytes.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Its whole words: 43 MB of images are read three times as fast as byte by byte. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const whole = bytes.length & ~3;
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice(0, whole);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, whole >>> 2);
}

function mix(word: number): number {
  const k = Math.imul(word, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}
