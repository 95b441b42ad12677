/** Fingerprints: the hash against scikit-learn's (fixtures/scikit-learn/make-murmur3.py), and what they tell apart. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Dataset, dataset } from "../../src/data/dataset.js";
import { fingerprint, fingerprintDataset, murmur3 } from "../../src/data/fingerprint.js";

const path = new URL("../fixtures/scikit-learn/murmur3.json", import.meta.url);
const { rows } = JSON.parse(readFileSync(path, "utf8")) as { rows: [number[], number, number][] };

describe("fingerprints", () => {
  it("are made of the MurmurHash3 that scikit-learn has", () => {
    expect(rows).toHaveLength(39);
    for (const [bytes, seed, hash] of rows) expect(murmur3(Uint8Array.from(bytes), seed)).toBe(hash);
  });

  it("are the same for the same bytes, wherever they lie", () => {
    const floats = Float32Array.of(9, 1, 2, 3, 9);
    expect(fingerprint(floats.subarray(1, 4))).toBe(fingerprint(Float32Array.of(1, 2, 3)));
    expect(fingerprint("ä")).toBe(fingerprint(Uint8Array.of(0xc3, 0xa4)));
    expect(fingerprint("")).toMatch(/^[0-9a-f]{16}$/);
  });

  it("tell data sets apart by any value and by what the values mean", () => {
    const make = (change: Partial<Parameters<typeof dataset>[0]> = {}): Dataset =>
      dataset({ features: Uint8Array.of(1, 2, 3, 4, 5, 6), width: 2, labels: [0, 1, 2], ...change });
    const floats = { features: Float32Array.of(1, 2, 3, 4, 5, 6) };
    const others = [
      make({ features: Uint8Array.of(1, 2, 3, 4, 5, 7) }),
      make({ labels: [0, 1, 1], classes: 3 }),
      make({ classes: 4 }),
      make({ scale: 1 }),
      make({ shift: 1 }),
      make(floats),
      make({ ...floats, features: Float32Array.of(1, 2, 3, 4, 5, -6) }),
      make({ features: Float64Array.of(1, 2, 3, 4, 5, 6) }),
      dataset({ ...floats, width: 2, targets: Float32Array.of(0, 1, 2) }),
    ];
    const seen = [make(), ...others].map(fingerprintDataset);
    expect(new Set(seen).size).toBe(10);
    expect(fingerprintDataset(make())).toBe(seen[0]);
  });
});
