/** Whether two values are the same, to the bit; fast, for it is asked a hundred thousand times. */

/** @throws Error, saying what differs. */
export function requireSame(got: unknown, expected: unknown, what: string): void {
  if (!isSame(got, expected)) throw new Error(`${what}: expected ${shown(expected)}, got ${shown(got)}`);
}

function isSame(a: unknown, b: unknown): boolean {
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
  return Object.is(a, b) || (typeof a === "object" && JSON.stringify(a) === JSON.stringify(b));
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function shown(value: unknown): string {
  return ArrayBuffer.isView(value) ? Buffer.from(bytesOf(value)).toString("hex") : JSON.stringify(value);
}
