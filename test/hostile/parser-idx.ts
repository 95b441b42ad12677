/** The reader of IDX files, for the table of parsers. */
import { idxFileBytes, parseIdx, serializeIdx } from "../../src/data/idx.js";
import type { Parser } from "./parser.js";
import { requireSame } from "./same.js";

export const IDX: Parser = {
  name: "idx",
  valid: () => [
    serializeIdx({ shape: [2, 2, 3], values: Uint8Array.from({ length: 12 }, (_, i) => 20 * i) }),
    serializeIdx({ shape: [5], values: Uint8Array.of(0, 1, 9, 10, 255) }),
    serializeIdx({ shape: [2], values: Int8Array.of(-1, 1) }),
    serializeIdx({ shape: [1, 1, 1, 2], values: Int16Array.of(-2, 2) }),
    serializeIdx({ shape: [2], values: Int32Array.of(-3, 3) }),
    serializeIdx({ shape: [2, 1], values: Float32Array.of(Number.NaN, 1) }),
    serializeIdx({ shape: [1], values: Float64Array.of(-0) }),
    serializeIdx({ shape: [3, 0, 4], values: new Uint8Array(0) }),
  ],
  accept: (bytes) => {
    const array = parseIdx(bytes, "fuzz.idx");
    requireSame(serializeIdx(array), bytes, "what was written again");
    requireSame(idxFileBytes(bytes, "fuzz.idx"), bytes.length, "length by the header");
    return array;
  },
};
