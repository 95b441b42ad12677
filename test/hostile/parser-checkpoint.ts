/** The reader of checkpoints, for the table of parsers. */
import { fingerprint } from "../../src/data/fingerprint.js";
import { readCheckpoint, writeCheckpoint } from "../../src/index.js";
import type { Parser } from "./parser.js";
import { TOKENS } from "./parser-safetensors.js";
import { requireSame } from "./same.js";
import { smallCheckpoint } from "./small-checkpoint.js";

/** Where the checksum of the bytes behind it stands: docs/formats.md. */
const CHECKSUM_AT = 37;
const CHECKSUM_BYTES = 16;

/** Without the sum made true, no change would be seen by anything behind it. */
function withTrueSum(bytes: Uint8Array): Uint8Array {
  const behind = CHECKSUM_AT + CHECKSUM_BYTES;
  if (bytes.length > behind) bytes.set(new TextEncoder().encode(fingerprint(bytes.subarray(behind))), CHECKSUM_AT);
  return bytes;
}

export const CHECKPOINTS: Parser = {
  name: "checkpoint",
  valid: () => [writeCheckpoint(smallCheckpoint()), writeCheckpoint({ ...smallCheckpoint(), notes: 'ä\n"' })],
  tokens: TOKENS,
  repair: withTrueSum,
  accept: (bytes) => {
    const checkpoint = readCheckpoint(bytes, "fuzz.safetensors");
    // Moments may overflow in a run that goes on well; weights may not.
    for (const { weight, bias } of checkpoint.parameters)
      if (![...weight, ...bias].every(Number.isFinite)) throw new Error("weights that are not finite");
    const written = writeCheckpoint(checkpoint);
    requireSame(writeCheckpoint(readCheckpoint(written, "again")), written, "the checkpoint written again");
    return checkpoint;
  },
};
