/** The inlined module's text: all bytes there and back, in characters that no bundler has to escape. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { decodeText } from "../../src/kernels/binary-text.js";
import { WASM_TEXT } from "../../src/kernels/wasm-binary.js";

it("carries every byte there and back, after every other", async () => {
  const { encodeText } = await import(new URL("../../scripts/binary-text.mjs", import.meta.url).href);
  const pairs = Uint8Array.from({ length: 2 * 65536 }, (_, i) => (i % 2 === 0 ? i >>> 9 : (i >>> 1) & 255));
  expect(Buffer.from(decodeText(encodeText(pairs))).equals(pairs)).toBe(true);
  expect(decodeText("")).toHaveLength(0);
});

it("is the module that was built, in printable characters without quotation marks and backslashes", () => {
  const core = readFileSync(new URL("../../dist/core.wasm", import.meta.url));
  expect(Buffer.from(decodeText(WASM_TEXT)).equals(core)).toBe(true);
  expect(WASM_TEXT).toMatch(/^[#-[\]-~]+$/);
});
