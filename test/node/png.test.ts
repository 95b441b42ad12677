/** PNG reading against files put together here, chunk by chunk, and against fast-png's encoder. */
import { deflateSync } from "node:zlib";
import { type BitDepth, encode } from "fast-png";
import { describe, expect, it } from "vitest";
import type { Picture } from "../../src/data/digit-picture.js";
import { WasmlpError } from "../../src/errors.js";
import { decodePicture } from "../../src/node/png.js";
import { chunk, file, header, packedRows, pixels } from "./png-file.js";

const seed = 20240917;

/** Numbers in 0 … 2³² − 1, the same ones for the same seed (xorshift32). */
function randomStream(state: number): () => number {
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

function errorOf(run: () => unknown): WasmlpError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(WasmlpError);
    return error as WasmlpError;
  }
  throw new Error("expected an error, got none");
}

function readAll({ width, height, channels, depth, data }: Picture): unknown {
  return { width, height, channels, depth, data: Array.from(data) };
}

describe("decodePicture", () => {
  for (const channels of [1, 2, 3, 4])
    for (const depth of [8, 16] as BitDepth[])
      it(`reads ${channels} channels of ${depth} bits as they were written`, () => {
        const next = randomStream(seed + channels * 100 + depth);
        const [width, height] = [13, 7];
        const length = width * height * channels;
        const data = depth === 16 ? new Uint16Array(length) : new Uint8Array(length);
        for (let i = 0; i < length; i++) data[i] = next();
        const bytes = encode({ width, height, channels, depth, data });
        expect(readAll(decodePicture(bytes, "a.png"))).toEqual({
          width,
          height,
          channels,
          depth,
          data: Array.from(data),
        });
      });

  for (const depth of [1, 2, 4])
    it(`spreads ${depth}-bit grey over 0 to 255, rows beginning on whole bytes`, () => {
      const top = 2 ** depth - 1;
      const samples = [0, 1, 2].map((y) => Array.from({ length: 11 }, (_, x) => (x * 3 + y * 5) % (top + 1)));
      const picture = decodePicture(file(header(11, 3, depth, 0), pixels(packedRows(samples, depth))), "a.png");
      expect(readAll(picture)).toEqual({
        width: 11,
        height: 3,
        channels: 1,
        depth: 8,
        data: samples.flat().map((sample) => (sample * 255) / top),
      });
    });

  for (const depth of [1, 2, 4, 8])
    it(`looks up a ${depth}-bit palette, with alpha where the file gives some`, () => {
      const palette = [10, 20, 30, 200, 210, 220];
      const samples = [
        [0, 1, 1, 0, 1],
        [1, 0, 0, 1, 1],
      ];
      const parts = [header(5, 2, depth, 3), chunk("PLTE", palette)];
      const opaque = decodePicture(file(...parts, pixels(packedRows(samples, depth))), "a.png");
      expect(opaque.channels).toBe(3);
      expect(Array.from(opaque.data)).toEqual(samples.flat().flatMap((i) => palette.slice(3 * i, 3 * i + 3)));
      const faded = decodePicture(file(...parts, chunk("tRNS", [7]), pixels(packedRows(samples, depth))), "a.png");
      expect(faded.channels).toBe(4);
      expect(Array.from(faded.data)).toEqual(
        samples.flat().flatMap((i) => [...palette.slice(3 * i, 3 * i + 3), i === 0 ? 7 : 255]),
      );
    });

  it("refuses a colour number beyond the palette", () => {
    const bytes = file(header(2, 1, 8, 3), chunk("PLTE", [0, 0, 0]), pixels(packedRows([[0, 1]], 8)));
    expect(errorOf(() => decodePicture(bytes, "a.png")).message).toMatch(
      /a\.png: expected colour numbers below .* 1, got 1/,
    );
  });

  it("turns the one transparent colour of grey and RGB pictures into an alpha channel", () => {
    const grey = file(header(3, 1, 4, 0), chunk("tRNS", [0, 5]), pixels(packedRows([[4, 5, 15]], 4)));
    expect(Array.from(decodePicture(grey, "a.png").data)).toEqual([68, 255, 85, 0, 255, 255]);
    const colour = file(header(1, 1, 8, 2), chunk("tRNS", [0, 1, 0, 2, 0, 3]), pixels(packedRows([[1, 2, 3]], 8)));
    expect(readAll(decodePicture(colour, "a.png"))).toMatchObject({ channels: 4, data: [1, 2, 3, 0] });
    const deep = file(header(1, 1, 16, 0), chunk("tRNS", [1, 2]), pixels(packedRows([[258]], 16)));
    expect(readAll(decodePicture(deep, "a.png"))).toMatchObject({ channels: 2, depth: 16, data: [258, 0] });
  });

  it("reads an interlaced picture as the same pixels", () => {
    const [width, height] = [11, 9];
    const at = (x: number, y: number) => (x * 23 + y * 57) % 256;
    const passes = [
      [0, 0, 8, 8],
      [4, 0, 8, 8],
      [0, 4, 4, 8],
      [2, 0, 4, 4],
      [0, 2, 2, 4],
      [1, 0, 2, 2],
      [0, 1, 1, 2],
    ];
    const rows: number[] = [];
    for (const [x0, y0, dx, dy] of passes as [number, number, number, number][])
      for (let y = y0; y < height; y += dy) {
        rows.push(0);
        for (let x = x0; x < width; x += dx) rows.push(at(x, y));
      }
    const picture = decodePicture(file(header(width, height, 8, 0, 1), pixels(Uint8Array.from(rows))), "a.png");
    expect(Array.from(picture.data)).toEqual(
      Array.from({ length: 99 }, (_, i) => at(i % width, Math.floor(i / width))),
    );
  });

  it("says that interlacing below 8 bits is not supported instead of misreading it", () => {
    const bytes = file(header(1, 1, 1, 0, 1), pixels(Uint8Array.of(0, 128)));
    expect(errorOf(() => decodePicture(bytes, "a.png"))).toMatchObject({ code: "unsupported" });
  });

  it("reads bytes that lie in the middle of a larger buffer, and pixels spread over several chunks", () => {
    const raw = deflateSync(packedRows([[9, 8, 7]], 8));
    const bytes = file(
      header(3, 1, 8, 0),
      chunk("IDAT", raw.subarray(0, 5)),
      chunk("IDAT", []),
      chunk("IDAT", raw.subarray(5)),
    );
    const buffer = new Uint8Array(bytes.length + 64).fill(0xaa);
    buffer.set(bytes, 31);
    expect(Array.from(decodePicture(buffer.subarray(31, 31 + bytes.length), "a.png").data)).toEqual([9, 8, 7]);
  });

  it("skips comments and broken colour profiles", () => {
    const bytes = file(
      header(1, 1, 8, 0),
      chunk("iCCP", [1, 2, 3]),
      chunk("tEXt", [65, 66]),
      pixels(Uint8Array.of(0, 42)),
    );
    expect(Array.from(decodePicture(bytes, "a.png").data)).toEqual([42]);
  });

  it("names the format of other pictures and asks for PNG", () => {
    const begins: [number[] | string, RegExp][] = [
      [[0xff, 0xd8, 0xff, 0xe0], /expected a PNG picture, got a JPEG picture; save it as PNG/],
      ["GIF89a", /GIF/],
      ["RIFF\0\0\0\0WEBPVP8 ", /WebP/],
      ["\0\0\0\x1cftypavif", /AVIF/],
      ["\0\0\0\x1cftypheic", /HEIC/],
      ["BM\0\0", /BMP/],
      ["II*\0", /TIFF/],
      ["<svg xmlns", /SVG/],
      ["%PDF-1.7", /PDF/],
      ["", /an empty file/],
      ["hello", /got 5 bytes beginning with 68656c6c6f/],
    ];
    for (const [start, message] of begins) {
      const error = errorOf(() => decodePicture(Buffer.from(start as string, "latin1"), "seven.jpg"));
      expect(error.code).toBe("invalid-file");
      expect(error.message).toMatch(/^seven\.jpg: /);
      expect(error.message).toMatch(message);
    }
  });

  it("refuses every beginning of a file and every file with one damaged byte of header or pixels", () => {
    const bytes = file(
      header(3, 2, 8, 0),
      pixels(
        packedRows(
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
          8,
        ),
      ),
    );
    for (let length = 0; length < bytes.length; length++)
      expect(errorOf(() => decodePicture(bytes.subarray(0, length), "cut.png")).code).toBe("invalid-file");
    for (let i = 0; i < bytes.length; i++) {
      const damaged = Buffer.from(bytes);
      damaged[i] = (damaged[i] as number) ^ 0x10;
      expect(errorOf(() => decodePicture(damaged, "damaged.png")).code, `byte ${i}`).toBe("invalid-file");
    }
  });

  it("reads or refuses files with random damage and right checksums, never another error", () => {
    console.info(`seed ${seed}`);
    const next = randomStream(seed);
    let refused = 0;
    for (let round = 0; round < 400; round++) {
      const raw = packedRows(
        [
          [1, 2, 3, 250],
          [4, 5, 6, 0],
        ],
        8,
      );
      const compressed = deflateSync(raw);
      const head = Buffer.from(header(4, 2, 8, 0).subarray(8, 21));
      for (const part of [head, compressed]) if (next() % 2) part[next() % part.length] = next();
      const bytes = file(chunk("IHDR", head), chunk("IDAT", compressed));
      try {
        const { width, height, channels, data } = decodePicture(bytes, "random.png");
        expect(data.length).toBe(width * height * channels);
      } catch (error) {
        expect(error).toBeInstanceOf(WasmlpError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(100);
  });

  it("refuses enormous sizes by the header alone", () => {
    for (const [width, height] of [
      [100_000, 100_000],
      [0xffffffff, 1],
      [8193, 8192],
      [0, 5],
    ] as const) {
      const error = errorOf(() =>
        decodePicture(file(header(width, height, 8, 6), pixels(Uint8Array.of(0))), "huge.png"),
      );
      expect(error.code).toBe("invalid-file");
      expect(error.message).toContain(`${width}×${height}`);
    }
    const deep = file(header(8192, 8192, 16, 6), pixels(Uint8Array.of(0)));
    expect(errorOf(() => decodePicture(deep, "deep.png")).message).toMatch(/at most 268435456 bytes of pixels/);
  });

  it("stops unpacking at the size the header gives", () => {
    const bytes = file(header(2, 2, 8, 0), pixels(new Uint8Array(50_000_000)));
    expect(bytes.length).toBeLessThan(100_000);
    expect(errorOf(() => decodePicture(bytes, "bomb.png")).message).toMatch(/more than the 6 bytes of its size/);
    const short = file(header(2, 2, 8, 0), pixels(new Uint8Array(5)));
    expect(errorOf(() => decodePicture(short, "short.png")).message).toMatch(/expected 6 bytes of pixels, got 5/);
  });

  it("refuses a second header and critical chunks it does not know", () => {
    const good = [header(1, 1, 8, 0), pixels(Uint8Array.of(0, 1))] as const;
    const two = file(good[0], header(9, 9, 8, 0), good[1]);
    expect(errorOf(() => decodePicture(two, "two.png")).code).toBe("invalid-file");
    expect(errorOf(() => decodePicture(file(chunk("CgBI", [0]), ...good), "apple.png")).message).toMatch(/CgBI/);
    expect(errorOf(() => decodePicture(file(good[1]), "none.png")).message).toMatch(/header/);
  });
});
