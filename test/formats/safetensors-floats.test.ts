/** Values of tensors as f32 and back, bit for bit, against the definitions of the stored types. */
import { describe, expect, it } from "vitest";
import { floats, fromFloats, type SafeTensor } from "../../src/formats/safetensors.js";
import { codeOf, ofType } from "./safetensors-raw.js";

const bitsOf = (values: Float32Array): number[] => [
  ...new Uint32Array(values.buffer, values.byteOffset, values.length),
];
describe("floats and fromFloats", () => {
  it("copy: neither the file nor the values are shared", () => {
    const values = Float32Array.of(1, 2);
    const shape = [2];
    const made = fromFloats("w", shape, values);
    values[0] = 9;
    shape[0] = 9;
    const back = floats(made);
    back[1] = 9;
    expect([...floats(made)]).toEqual([1, 2]);
    expect(made.shape).toEqual([2]);
  });

  it("keep every bit of every kind of f32, signalling NaN included, at odd offsets", () => {
    const bits = Uint32Array.of(
      0,
      0x80000000,
      1,
      0x7f7fffff,
      0x7f800000,
      0xff800000,
      0x7fc00001,
      0x7f800001,
      0xffbfffff,
    );
    const made = fromFloats("w", [3, 3], new Float32Array(bits.buffer));
    const odd = new Uint8Array(made.bytes.length + 3).subarray(3);
    odd.set(made.bytes);
    expect(bitsOf(floats({ ...made, bytes: odd }))).toEqual([...bits]);
  });

  it("store little-endian, whatever the host", () => {
    expect([...fromFloats("w", [1], Float32Array.of(1.5)).bytes]).toEqual([0, 0, 0xc0, 0x3f]);
    expect([...floats(ofType("F64", [0, 0, 0, 0, 0, 0, 0xf8, 0x3f], []))]).toEqual([1.5]);
  });

  it("widen each of the 65,536 halves by its definition, and keep the fraction of a NaN", () => {
    const halves = Uint8Array.from({ length: 2 * 65536 }, (_, i) => (i % 2 === 0 ? (i >> 1) & 0xff : i >> 9));
    const values = floats(ofType("F16", halves, [65536]));
    const bits = new Uint32Array(values.buffer);
    for (let half = 0; half < 65536; half++) {
      const sign = half >> 15 === 1 ? -1 : 1;
      const exponent = (half >> 10) & 31;
      const fraction = half & 1023;
      if (exponent === 31 && fraction > 0) {
        if (!Number.isNaN(values[half]) || ((bits[half] as number) & 0x7fffff) !== fraction << 13)
          expect.fail(`NaN ${half}`);
        continue;
      }
      const magnitude =
        exponent === 31
          ? Infinity
          : exponent === 0
            ? fraction / 2 ** 24
            : ((1024 + fraction) * 2 ** exponent) / 2 ** 25;
      if (!Object.is(values[half], sign * magnitude))
        expect.fail(`half ${half}: ${values[half]}, not ${sign * magnitude}`);
    }
  });

  it("round F64 to nearest, keep its NaN and infinities, and refuse a finite value beyond f32", () => {
    const doubles = (...values: number[]): SafeTensor =>
      ofType("F64", new Uint8Array(Float64Array.from(values).buffer), [values.length]);
    expect([...floats(doubles(0.1, 1e-50, Infinity, NaN, 3.4028235677973362e38))]).toEqual([
      Math.fround(0.1),
      0,
      Infinity,
      NaN,
      3.4028234663852886e38,
    ]);
    expect(() => floats(doubles(1, -3.402823567797337e38))).toThrow(/"w".*expected .* got -3\.40.*e\+38 at index 1/);
    expect(codeOf(() => floats(doubles(1e300)))).toBe("not-finite");
  });

  it("refuse other types, and shapes that do not hold the values", () => {
    for (const dtype of ["I32", "U32"])
      expect(codeOf(() => floats(ofType(dtype, [0, 0, 0, 0], [1])))).toBe("unsupported");
    expect(codeOf(() => floats(ofType("F32", [0, 0, 0], [1])))).toBe("shape-mismatch");
    expect(codeOf(() => fromFloats("w", [2, 2], new Float32Array(3)))).toBe("shape-mismatch");
    expect(codeOf(() => fromFloats("w", [1], [1] as unknown as Float32Array))).toBe("invalid-option");
  });
});
