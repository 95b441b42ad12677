// Bytes as printable text that compresses as they themselves do; src/kernels/binary-text.ts is the way back, and says how.

/** One character for the bytes that WebAssembly is full of, two for the others. */
export function encodeText(bytes) {
  return Array.from(bytes, (byte) => {
    const value = (byte + 8) & 255;
    if (value < 89) return digit(value);
    return value < 180 ? `}${digit(value - 89)}` : `~${digit(value - 180)}`;
  }).join("");
}

function digit(value) {
  const code = 35 + value;
  return String.fromCharCode(code < 92 ? code : code + 1);
}
