/** Comparing bytes, in Node and on pages. */

/** Whether `a` and `b`, of a whole number of words each, hold the same bytes. Node's Buffer does it ten times as fast. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (typeof Buffer !== "undefined") return Buffer.compare(a, b) === 0;
  const [words, others] = [a, b].map(
    ({ buffer, byteOffset, length }) => new Uint32Array(buffer, byteOffset, length / 4),
  );
  return a.length === b.length && (words as Uint32Array).every((word, i) => word === (others as Uint32Array)[i]);
}
