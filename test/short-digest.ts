/** The first sixteen digits of the SHA-256 of an array's bytes, as fixtures write them for long rows of numbers. */
import { createHash } from "node:crypto";

export function shortDigest(values: Uint32Array | Float32Array | Float64Array): string {
  return createHash("sha256").update(values).digest("hex").slice(0, 16);
}
