/** Tensors of f64s, what is told of tensors that are large in some way, and the most that a file may hold. */
import { describe, expect, it } from "vitest";
import {
  doubles,
  fromDoubles,
  fromFloats,
  readSafetensors,
  type SafeTensor,
  writeSafetensors,
} from "../../src/formats/safetensors.js";
import { expectError } from "../expect-error.js";

describe("a tensor of f64s", () => {
  const values = Float64Array.of(1.5, -(2 ** -1074), Number.POSITIVE_INFINITY, -0);

  it("holds them little-endian, and gives them back", () => {
    const tensor = fromDoubles("w", [2, 2], values);
    expect(tensor).toMatchObject({ name: "w", dtype: "F64", shape: [2, 2] });
    // biome-ignore format: a number a line
    expect([...tensor.bytes]).toEqual([
      0, 0, 0, 0, 0, 0, 0xf8, 0x3f,
      1, 0, 0, 0, 0, 0, 0, 0x80,
      0, 0, 0, 0, 0, 0, 0xf0, 0x7f,
      0, 0, 0, 0, 0, 0, 0, 0x80,
    ]);
    const back = readSafetensors(writeSafetensors([fromFloats("b", [1], new Float32Array(1)), tensor]), "some");
    expect(doubles(back.tensors.get("w") as SafeTensor)).toEqual(values);
  });

  it("fits its shape, and is no tensor of f32s", () => {
    expectError(() => fromDoubles("w", [3], values), "shape-mismatch", /^tensor "w": expected 24 bytes for F64 \[3\]/);
    const single = fromFloats("b", [1], new Float32Array(1));
    expectError(() => doubles(single), "unsupported", /^tensor "b": expected F64, got F32/);
  });
});

describe("a message", () => {
  const ones = (rank: number): number[] => Array<number>(rank).fill(1);
  const refuse = (name: string, shape: number[], said: RegExp): void =>
    expectError(() => fromFloats(name, shape, new Float32Array(2)), "shape-mismatch", said);

  it("shows eight sizes, and of more the first eight", () => {
    refuse("w", ones(8), /for F32 \[1,1,1,1,1,1,1,1\], got 8 bytes/);
    refuse("w", ones(9), /for F32 \[1,1,1,1,1,1,1,1,\.\.\.\], got 8 bytes/);
  });

  it("shows sixty characters of a name, and of more the first 57", () => {
    refuse("n".repeat(60), [1], /^tensor "n{60}":/);
    refuse("n".repeat(61), [1], /^tensor "n{57}\.\.\.":/);
  });
});

describe("the most there may be", () => {
  it("is 64 sizes", () => {
    const shape = Array<number>(64).fill(1);
    expect(fromFloats("w", shape, Float32Array.of(3)).shape).toEqual(shape);
    expectError(() => fromFloats("w", [...shape, 1], Float32Array.of(3)), "invalid-option", /^shape of tensor "w"/);
  });

  it("is 100,000 tensors, and as many pairs of metadata", () => {
    const empty = (i: number): SafeTensor => ({ name: String(i), dtype: "U8", shape: [0], bytes: new Uint8Array() });
    const tensors = Array.from({ length: 100_001 }, (_, i) => empty(i));
    const most = readSafetensors(writeSafetensors(tensors.slice(1), { with: "metadata" }), "some");
    expect([most.tensors.size, most.metadata.size]).toEqual([100_000, 1]);
    expectError(() => writeSafetensors(tensors), "invalid-option", /expected at most 100000, got 100001/);
    const pairs = new Map(tensors.map(({ name }) => [name, ""]));
    expectError(() => writeSafetensors([], pairs), "invalid-option", /expected at most 100000, got 100001/);
  });

  it("is 80,000,000 characters of a text, and 100,000,000 bytes of a header", () => {
    const first = "a".repeat(80_000_000);
    const around = '{"__metadata__":{"a":"","b":""}}'.length;
    const second = "b".repeat(20_000_000 - around);
    const file = writeSafetensors([], { a: first, b: second });
    expect(file.length).toBe(8 + 100_000_000);
    expect(new TextDecoder().decode(file.subarray(-5))).toBe('bb"}}');
    const more = (metadata: Record<string, string>, said: RegExp) =>
      expectError(() => writeSafetensors([], metadata), "invalid-option", said);
    more({ a: first, b: `${second}bb` }, /at most 100000000 bytes, got 100000008 or more$/);
    more({ a: `${first}a` }, /^metadata "a": expected at most 80000000 characters, got 80000001$/);
  });

  it("is the memory there is", () => {
    const bytes = Object.defineProperty(new Uint8Array(1), "length", { value: 2 ** 52 });
    const huge: SafeTensor = { name: "w", dtype: "U8", shape: [2 ** 52], bytes };
    try {
      writeSafetensors([huge]);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: "out-of-memory", cause: expect.any(RangeError) });
    }
  });

  it("refuses what is no tensor, and one without a name", () => {
    const nothing = null as unknown as SafeTensor;
    expectError(() => writeSafetensors([nothing]), "invalid-option", /^tensors\[0\]: expected a tensor, got null/);
    const nameless = { dtype: "U8", shape: [0], bytes: new Uint8Array() } as unknown as SafeTensor;
    expectError(() => writeSafetensors([nameless]), "invalid-option", /^name of a tensor: expected a string/);
  });
});
