/** IDX against files that NumPy wrote (fixtures/idx/make.py), against itself, and against damage. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type IdxArray, idxFileBytes, idxMagic, MAX_IDX_HEADER, parseIdx, serializeIdx } from "../../src/data/idx.js";
import { WasmlpError } from "../../src/errors.js";

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/idx/${name}`, import.meta.url)));
const { arrays } = JSON.parse(new TextDecoder().decode(fixture("arrays.json"))) as {
  arrays: Record<string, { shape: number[]; values: number[] }>;
};

/** What parsing throws, or a failure of the test. */
function refusal(bytes: Uint8Array): { code: string; message: string } {
  try {
    parseIdx(bytes, "some.idx");
  } catch (error) {
    if (error instanceof WasmlpError) return error;
    throw error;
  }
  throw new Error("parseIdx took the bytes");
}

const header = (type: number, ...sizes: number[]): number[] => [
  ...[0, 0, type, sizes.length],
  ...sizes.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]),
];

describe("parseIdx", () => {
  it.each(Object.keys(arrays))("reads NumPy's %s", (name) => {
    const { shape, values } = parseIdx(fixture(`${name}.idx`), name);
    expect(shape).toEqual(arrays[name]?.shape);
    expect(Array.from(values)).toEqual(arrays[name]?.values);
    expect(values.constructor.name.toLowerCase().replace(/[^0-9]/g, "")).toBe(name.match(/\d+/)?.[0]);
  });

  it("has a fixture of every type", () => {
    const types = new Set(Object.keys(arrays).map((name) => name.split("-")[0]));
    expect([...types].sort()).toEqual(["f32", "f64", "i16", "i32", "i8", "u8"]);
  });

  it("gives bytes as a view, also of a part of a buffer at an odd offset", () => {
    const padded = new Uint8Array([9, 9, 9, ...header(8, 2), 5, 6, 9]).subarray(3, -1);
    const { values } = parseIdx(padded, "some.idx");
    expect([...values]).toEqual([5, 6]);
    expect(values.buffer).toBe(padded.buffer);
  });

  it("reads wide values at an odd offset", () => {
    const padded = new Uint8Array([9, ...header(0x0b, 2), 0x01, 0x02, 0xff, 0xfe]).subarray(1);
    expect([...parseIdx(padded, "some.idx").values]).toEqual([258, -2]);
  });

  it("keeps the payload of a NaN", () => {
    const { values } = parseIdx(new Uint8Array([...header(0x0d, 1), 0x7f, 0xa0, 0x12, 0x34]), "some.idx");
    expect(new Uint32Array(values.buffer)[0]).toBe(0x7fa01234);
  });

  it.each([
    ["no bytes", [], "expected an IDX header of at least 8 bytes, got 0 bytes"],
    ["three bytes", [0, 0, 8], "got 3 bytes"],
    ["text", [...new TextEncoder().encode("<html>404")], "expected an IDX file (two zero bytes first), got 0x3c68746d"],
    ["gzip data", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0], "unzip it first"],
    ["a first byte as of gzip data", [0x1f, 0, 8, 1, 0, 0, 0, 0], "(two zero bytes first), got 0x1f000801"],
    ["a second byte as of gzip data", [0, 0x8b, 8, 1, 0, 0, 0, 0], "(two zero bytes first), got 0x008b0801"],
    ["an unknown type", header(0x0a, 1), "0e f64), got 0x0a"],
    ["rank 0", header(8), "expected a rank from 1 to 32, got 0"],
    ["rank 33", header(8, ...Array<number>(33).fill(1)), "expected a rank from 1 to 32, got 33"],
    ["a header cut short", header(8, 2, 3).slice(0, 11), "expected a header of 12 bytes (rank 2), got 11 bytes"],
    [
      "values cut short",
      [...header(0x0c, 2), 0, 0, 0, 1, 0, 0, 0],
      "expected 16 bytes (2 i32 values after a header of 8 bytes), got 15: the file is cut short",
    ],
    [
      "trailing bytes",
      [...header(8, 1), 1, 2],
      "expected 9 bytes (1 u8 values after a header of 8 bytes), got 10: the file has trailing bytes",
    ],
    ["sizes that multiply to 2³²", [...header(8, 65536, 65536), 1], "expected 4294967308 bytes"],
    ["sizes that multiply to 2⁶⁴", [...header(8, 2 ** 31, 2 ** 31, 4), 1], "expected at most 9007199254740991 bytes"],
    ["32 sizes as large as can be", header(0x0e, ...Array<number>(32).fill(0xffffffff)), "expected at most"],
  ])("refuses %s", (_, bytes, message) => {
    const { code, message: got } = refusal(Uint8Array.from(bytes));
    expect(code).toBe("invalid-file");
    expect(got).toMatch(/^some\.idx: expected/);
    expect(got).toContain(message);
  });

  it("takes sizes that would overflow when one of them is zero", () => {
    expect(parseIdx(Uint8Array.from(header(8, 0xffffffff, 0xffffffff, 0)), "some.idx").values.length).toBe(0);
  });

  it("has its size told by its header alone", () => {
    for (const name of Object.keys(arrays)) {
      const whole = fixture(`${name}.idx`);
      expect(idxFileBytes(whole.subarray(0, MAX_IDX_HEADER), name)).toBe(whole.length);
    }
    expect(() => idxFileBytes(Uint8Array.of(0, 0, 8), "some.idx")).toThrow(/^some.idx: expected an IDX header/);
  });

  it("refuses what is not bytes", () => {
    expect(() => parseIdx("0000" as unknown as Uint8Array, "some.idx")).toThrow(/^bytes: expected a Uint8Array/);
  });

  it("refuses every file that is cut short or grown anywhere", () => {
    for (const name of Object.keys(arrays)) {
      const whole = fixture(`${name}.idx`);
      for (let length = 0; length < whole.length; length++) refusal(whole.subarray(0, length));
      refusal(Uint8Array.of(...whole, 0));
    }
  });

  it("throws nothing but typed errors for any bytes", () => {
    const nearlyIdx = fc
      .tuple(fc.constantFrom(8, 9, 10, 11, 12, 13, 14), fc.integer({ min: 0, max: 40 }), fc.uint8Array())
      .map(([type, rank, rest]) => Uint8Array.of(0, 0, type, rank, ...rest));
    fc.assert(
      fc.property(fc.oneof(nearlyIdx, fc.uint8Array()), (bytes) => {
        try {
          const { shape, values } = parseIdx(bytes, "some.idx");
          expect(shape.reduce((product, size) => product * size, 1)).toBe(values.length);
        } catch (error) {
          expect(error).toBeInstanceOf(WasmlpError);
        }
      }),
      { seed: 20, numRuns: 2000 },
    );
  });
});

describe("serializeIdx", () => {
  it.each(Object.keys(arrays))("writes %s as NumPy did", (name) => {
    const bytes = fixture(`${name}.idx`);
    expect(serializeIdx(parseIdx(bytes, name))).toEqual(bytes);
  });

  it("writes what parseIdx reads back, bit for bit", () => {
    const kinds = [Uint8Array, Int8Array, Int16Array, Int32Array, Float32Array, Float64Array];
    const array = fc
      .tuple(
        fc.constantFrom(...kinds),
        fc.array(fc.nat(4), { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.nat(255)),
      )
      .map(([Values, shape, stream]): IdxArray => {
        const count = shape.reduce((product, size) => product * size, 1);
        const bytes = Uint8Array.from(
          { length: count * Values.BYTES_PER_ELEMENT },
          () => stream.next().value as number,
        );
        return { shape, values: new Values(bytes.buffer) };
      });
    fc.assert(
      fc.property(array, ({ shape, values }) => {
        const back = parseIdx(serializeIdx({ shape, values }), "round trip");
        expect(back.shape).toEqual(shape);
        expect(back.values.constructor).toBe(values.constructor);
        expect(Buffer.from(back.values.buffer, back.values.byteOffset, back.values.byteLength)).toEqual(
          Buffer.from(values.buffer),
        );
      }),
      { seed: 21, numRuns: 300 },
    );
  });

  it("leaves the values it was given alone", () => {
    const values = Int32Array.of(1, -2);
    serializeIdx({ shape: [2], values });
    expect([...values]).toEqual([1, -2]);
  });

  it("takes 32 sizes, and the largest there is", () => {
    for (const shape of [Array<number>(32).fill(1), [2 ** 32 - 1, 0]]) {
      const values = new Uint8Array(shape.includes(0) ? 0 : 1);
      expect(parseIdx(serializeIdx({ shape, values }), "some.idx")).toEqual({ shape, values });
    }
  });

  it.each([
    ["nothing", null as unknown as IdxArray, "array: expected an object of shape and values, got null"],
    ["a word", "u8" as unknown as IdxArray, "array: expected an object of shape and values"],
    ["sizes below 0", { shape: [-1, -1], values: Uint8Array.of(1) }, "shape[0]: expected a whole number"],
    ["no sizes", { shape: [], values: Uint8Array.of(1) }, "shape: expected 1 to 32 sizes"],
    ["33 sizes", { shape: Array(33).fill(1), values: Uint8Array.of(1) }, "shape: expected 1 to 32 sizes"],
    ["half a size", { shape: [0.5, 2], values: Uint8Array.of(1) }, "shape[0]: expected a whole number"],
    ["a size of 2³²", { shape: [2 ** 32], values: Uint8Array.of(1) }, "shape[0]: expected a whole number"],
    [
      "values that do not fill the shape",
      { shape: [2, 3], values: new Uint8Array(5) },
      "values: expected 6 (2 x 3), got 5",
    ],
    [
      "values of a type IDX lacks",
      { shape: [1], values: Uint32Array.of(1) as unknown as Int32Array },
      "values: expected an array of",
    ],
    [
      "values that are no typed array",
      { shape: [1], values: [1] as unknown as Uint8Array },
      "values: expected an array of",
    ],
  ])("refuses %s", (_, array, message) => {
    expect(() => serializeIdx(array)).toThrow(WasmlpError);
    expect(() => serializeIdx(array)).toThrow(message);
  });
});

describe("idxMagic", () => {
  it("is written as people know it", () => {
    expect(idxMagic({ shape: [1, 1, 1], values: Uint8Array.of(0) })).toBe("0x00000803");
    expect(idxMagic({ shape: [1], values: Float64Array.of(0) })).toBe("0x00000e01");
  });
});
