/** The safetensors reader and writer against files made by NumPy, against each other, and against hand-made misuse. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  floats,
  fromFloats,
  readSafetensors,
  type SafeTensor,
  type Safetensors,
  writeSafetensors,
} from "../../src/formats/safetensors.js";
import { codeOf, entry, ofType, rawFile } from "./safetensors-raw.js";

const SEED = 20221;
const fixture = (name: string): Uint8Array => readFileSync(new URL(`../fixtures/safetensors/${name}`, import.meta.url));
const expected = JSON.parse(new TextDecoder().decode(fixture("expected.json")));

function tensor(file: Safetensors, name: string): SafeTensor {
  const found = file.tensors.get(name);
  if (found === undefined) throw new Error(`no tensor ${name}`);
  return found;
}

const bitsOf = (values: Float32Array): number[] => [
  ...new Uint32Array(values.buffer, values.byteOffset, values.length),
];
describe("readSafetensors, given a file made by NumPy,", () => {
  it("finds every type with its shape, its bytes and the metadata", () => {
    const file = readSafetensors(fixture("every-dtype.safetensors"), "every-dtype");
    expect([...file.metadata]).toEqual([
      ["format", "np"],
      ["made by", "NumPy"],
    ]);
    expect(new Set([...file.tensors.values()].map(({ dtype }) => dtype)).size).toBe(13);
    for (const { dtype, hex } of Object.values<{ dtype: string; hex: string }>(expected.integers)) {
      const { bytes, shape, dtype: read } = tensor(file, dtype.toLowerCase());
      expect({ read, shape, hex: Buffer.from(bytes).toString("hex") }).toEqual({ read: dtype, shape: [4], hex });
    }
    expect([...tensor(file, "bool").bytes]).toEqual([1, 0, 1]);
    expect(tensor(file, "bool").shape).toEqual([1, 3]);
    expect(tensor(file, "double").shape).toEqual([2, 3]);
  });

  it.each(["single", "double", "half", "brain"])("widens or narrows %s to the f32 bits NumPy gives", (name) => {
    const file = readSafetensors(fixture("every-dtype.safetensors"), "every-dtype");
    expect(bitsOf(floats(tensor(file, name)))).toEqual(expected[name]);
  });

  it("keeps the order of the header, odd names, escapes, single values and tensors without values", () => {
    const file = readSafetensors(fixture("unusual-but-valid.safetensors"), "unusual");
    expect([...file.tensors.keys()]).toEqual(expected["order of unusual-but-valid"]);
    expect([...file.metadata]).toEqual([["ü", "\u2028\t"]]);
    expect([...floats(tensor(file, "scalar"))]).toEqual([2.5]);
    expect(tensor(file, "empty").shape).toEqual([0, 5]);
    expect(floats(tensor(file, "also empty")).length).toBe(0);
    expect([...tensor(file, "__proto__").bytes]).toEqual([7]);
    expect([...tensor(file, "").bytes]).toEqual([9]);
    expect([...tensor(file, 'gewicht ü 😀 "\\\n').bytes]).toEqual([255, 1]);
    expect("shape" in {}).toBe(false);
  });

  it("reads a file without tensors", () => {
    const file = readSafetensors(fixture("no-tensors.safetensors"), "none");
    expect(file.tensors.size + file.metadata.size).toBe(0);
  });
});

describe("readSafetensors", () => {
  it("gives views of the file, at any offset in its buffer", () => {
    const file = rawFile(`{${entry("w", "U8", "[3]", "[0,3]")}}`, 3);
    const shifted = new Uint8Array(file.length + 5).subarray(5);
    shifted.set(file);
    const { bytes } = tensor(readSafetensors(shifted, "shifted"), "w");
    expect([...bytes]).toEqual([0, 1, 2]);
    expect(bytes.buffer).toBe(shifted.buffer);
  });

  it("accepts white space between tokens, entries out of order and tensors that share an offset with empty ones", () => {
    const b = entry("b", "U8", "[2]", "[1,3]");
    const header = `{ \t\r\n${b} ,${entry("e", "F64", "[0]", "[1, 1]")},${entry("a", "I8", "[]", "[0 ,\n1]")}, ${entry("z", "U8", "[0,9]", "[3,3]")}} `;
    expect([...readSafetensors(rawFile(header, 3), "f").tensors.keys()]).toEqual(["b", "e", "a", "z"]);
  });

  it("keeps a byte order mark that begins a name", () => {
    const file = rawFile(`{${entry("\ufeffw", "U8", "[1]", "[0,1]")}}`, 1);
    expect([...readSafetensors(file, "f").tensors.keys()]).toEqual(["\ufeffw"]);
  });

  it("reads any escaped text as JSON.parse does", () => {
    const text = fc.string({ unit: "binary", maxLength: 60 }).filter((s) => !/\p{Surrogate}/u.test(s));
    const escapeAll = (s: string): string =>
      `"${s.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
    fc.assert(
      fc.property(text, fc.boolean(), (s, all) => {
        const json = all ? escapeAll(s) : JSON.stringify(s);
        const file = rawFile(`{"__metadata__":{"a":${json}}}`);
        expect(readSafetensors(file, "f").metadata.get("a")).toBe(JSON.parse(json));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it("reads escapes at the edges of each length of UTF-8", () => {
    const json = '"\\u0000\\u007F\\u0080\\u07ff\\u0800\\uFFFF\\ud800\\udc00\\uDBFF\\uDFFF"';
    const file = readSafetensors(rawFile(`{"__metadata__":{${json}:""}}`), "f");
    expect([...file.metadata.keys()]).toEqual(["\0\x7f\x80\u07ff\u0800\uffff\u{10000}\u{10ffff}"]);
  });

  it("accepts 64 sizes and a header of largest safe numbers beside a zero", () => {
    expect(
      readSafetensors(rawFile(`{${entry("w", "U8", `[${"1,".repeat(63)}1]`, "[0,1]")}}`, 1), "f").tensors.size,
    ).toBe(1);
    expect(readSafetensors(rawFile(`{${entry("w", "U8", "[9007199254740991,0]", "[0,0]")}}`), "f").tensors.size).toBe(
      1,
    );
  });

  it("refuses what is not bytes", () => {
    expect(codeOf(() => readSafetensors("{}" as unknown as Uint8Array, "f"))).toBe("invalid-option");
  });
});

describe("writeSafetensors", () => {
  it("writes the very bytes of a file made by NumPy, from the tensors read", () => {
    for (const name of ["linear.safetensors", "every-dtype.safetensors", "no-tensors.safetensors"]) {
      const original = fixture(name);
      const { tensors, metadata } = readSafetensors(original, name);
      const written = writeSafetensors([...tensors.values()], metadata);
      expect(Buffer.compare(written, original)).toBe(0);
    }
  });

  it("gives back what it was given, in that order, at a multiple of 8", () => {
    const dtypes = {
      F32: 4,
      F64: 8,
      F16: 2,
      BF16: 2,
      I64: 8,
      I32: 4,
      I16: 2,
      I8: 1,
      U64: 8,
      U32: 4,
      U16: 2,
      U8: 1,
      BOOL: 1,
    };
    const name = fc.string({ unit: "binary", maxLength: 20 }).filter((s) => !/\p{Surrogate}/u.test(s));
    const anyTensor = fc
      .record({
        name: name.filter((s) => s !== "__metadata__"),
        dtype: fc.constantFrom(...(Object.keys(dtypes) as SafeTensor["dtype"][])),
        shape: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
        fill: fc.integer({ min: 0, max: 255 }),
      })
      .map(({ fill, ...rest }): SafeTensor => {
        const length = rest.shape.reduce((a, b) => a * b, dtypes[rest.dtype]);
        return { ...rest, bytes: Uint8Array.from({ length }, (_, i) => fill + i) };
      });
    const tensors = fc.uniqueArray(anyTensor, { selector: (t) => t.name, maxLength: 8 });
    const pairs = fc.uniqueArray(fc.tuple(name, name), { selector: ([key]) => key, maxLength: 4 });
    fc.assert(
      fc.property(tensors, pairs, (given, metadata) => {
        const bytes = writeSafetensors(given, new Map(metadata));
        const file = readSafetensors(bytes, "round trip");
        expect([...file.tensors.values()]).toEqual(given);
        expect([...file.metadata]).toEqual(metadata);
        expect(new DataView(bytes.buffer).getUint32(0, true) % 8).toBe(0);
        expect(writeSafetensors([...file.tensors.values()], file.metadata)).toEqual(bytes);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it("takes metadata as an object too, and writes none when there is none", () => {
    expect(writeSafetensors([], { a: "1", b: "2" })).toEqual(
      writeSafetensors([], new Map(Object.entries({ a: "1", b: "2" }))),
    );
    expect(new TextDecoder().decode(writeSafetensors([], {}).subarray(8))).toBe("{}      ");
  });

  const good = fromFloats("w", [1], Float32Array.of(1));
  const misuse: readonly [string, () => unknown, string][] = [
    ["two tensors of one name", () => writeSafetensors([good, good]), "invalid-option"],
    ["a tensor named __metadata__", () => writeSafetensors([{ ...good, name: "__metadata__" }]), "invalid-option"],
    ["a name with half a surrogate pair", () => writeSafetensors([{ ...good, name: "\ud800" }]), "invalid-option"],
    ["a name that is no string", () => writeSafetensors([{ ...good, name: 1 as unknown as string }]), "invalid-option"],
    ["more bytes than the shape", () => writeSafetensors([{ ...good, bytes: new Uint8Array(5) }]), "shape-mismatch"],
    ["fewer bytes than the shape", () => writeSafetensors([{ ...good, shape: [2] }]), "shape-mismatch"],
    ["a shape beyond 2^53", () => writeSafetensors([{ ...good, shape: [2 ** 52, 2 ** 52] }]), "shape-mismatch"],
    ["a size below 0", () => writeSafetensors([{ ...good, shape: [-1] }]), "invalid-option"],
    ["a size with a fraction", () => writeSafetensors([{ ...good, shape: [0.5] }]), "invalid-option"],
    ["65 sizes", () => writeSafetensors([{ ...good, shape: new Array(65).fill(1) }]), "invalid-option"],
    [
      "a shape that is no array",
      () => writeSafetensors([{ ...good, shape: 1 as unknown as number[] }]),
      "invalid-option",
    ],
    ["an unknown dtype", () => writeSafetensors([ofType("toString", [], [0])]), "invalid-option"],
    [
      "bytes of another kind",
      () => writeSafetensors([{ ...good, bytes: [0, 0, 0, 0] as unknown as Uint8Array }]),
      "invalid-option",
    ],
    ["a hole among the tensors", () => writeSafetensors(new Array(2)), "invalid-option"],
    ["tensors in a Map", () => writeSafetensors(new Map() as unknown as SafeTensor[]), "invalid-option"],
    ["a metadata value that is a number", () => writeSafetensors([], { a: 1 as unknown as string }), "invalid-option"],
    ["metadata with half a surrogate pair", () => writeSafetensors([], { a: "\udc00" }), "invalid-option"],
    ["metadata in an array", () => writeSafetensors([], ["a"] as unknown as Map<string, string>), "invalid-option"],
    ["metadata that is a text", () => writeSafetensors([], "ab" as never), "invalid-option"],
    ["metadata that is null", () => writeSafetensors([], null as unknown as Map<string, string>), "invalid-option"],
    [
      "a header beyond 100 MB, and beyond the longest string",
      () => writeSafetensors([], Object.fromEntries([..."abcdefg"].map((key) => [key, "x".repeat(79e6)]))),
      "invalid-option",
    ],
    ["a text whose JSON no string can hold", () => writeSafetensors([], { a: "\x01".repeat(90e6) }), "invalid-option"],
  ];
  it.each(misuse)("refuses %s", (_title, act, code) => {
    expect(codeOf(act)).toBe(code);
  });
});
