/**
 * The module's bytes from printable text. A byte is one character or two and always the same ones, so that a compressed
 * page finds in the text what it would find in the bytes: 8.2 kB with gzip, where hexadecimal has 8.9 and base64 12.4.
 *   digits # … [ ] … ~ are 0 … 90;  d below 89 is d − 8;  } d is 89 + d − 8;  ~ d is 180 + d − 8;  modulo 256
 */

/** The way back from scripts/binary-text.mjs. */
export function decodeText(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const first = digitAt(text, at);
    const value = first < 89 ? first : (first === 89 ? 89 : 180) + digitAt(text, ++at);
    bytes[length++] = value - 8;
  }
  return bytes.slice(0, length);
}

function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code - (code < 92 ? 35 : 36);
}
