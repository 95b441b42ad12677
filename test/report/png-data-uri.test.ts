/** The report's PNG writer, read back by fast-png with checksums on. */
import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { encodePng, pngDataUri } from "../../src/report/png-data-uri.js";

describe("encodePng", () => {
  for (const [width, height] of [
    [1, 1],
    [28, 28],
    [7, 3],
    [300, 300],
    [65534, 1],
    [65535, 2],
    [1, 70000],
  ] as const)
    it(`writes ${width}×${height} grey pixels that a decoder reads back`, () => {
      const pixels = Uint8Array.from({ length: width * height }, (_, i) => (i * 31) % 251);
      const picture = decode(encodePng({ width, height, pixels }), { checkCrc: true });
      expect(picture).toMatchObject({ width, height, channels: 1, depth: 8 });
      expect(Buffer.from(picture.data as Uint8Array).equals(pixels)).toBe(true);
    });

  it("writes colours and opacity of a palette", () => {
    const palette = Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 0, 7, 8, 9, 128);
    const picture = decode(encodePng({ width: 3, height: 1, pixels: Uint8Array.of(2, 0, 1), palette }), {
      checkCrc: true,
    });
    expect(picture.palette).toEqual([
      [1, 2, 3, 255],
      [4, 5, 6, 0],
      [7, 8, 9, 128],
    ]);
    expect(Array.from(picture.data)).toEqual([2, 0, 1]);
  });
});

describe("pngDataUri", () => {
  it("is the file in base64", () => {
    const picture = { width: 2, height: 1, pixels: Uint8Array.of(0, 255) };
    const [head, text] = pngDataUri(picture).split(",") as [string, string];
    expect(head).toBe("data:image/png;base64");
    expect(Uint8Array.from(Buffer.from(text, "base64"))).toEqual(encodePng(picture));
  });
});
