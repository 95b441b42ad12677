/**
 * The parsers that read what others wrote, in one table: the corpus, the fuzzer in `npm test` and `npm run fuzz:bytes`
 * go through it. Another parser is one more entry:
 *
 *     name     what `--parser` calls it
 *     valid    a few small well-formed files to begin with
 *     accept   parses, and checks what came out: written again it must read the same, weights must be finite and of the
 *              stated shape (throw any Error where not). Refuses by throwing WasmlpError, nothing else.
 *     tokens   texts of the format to put in (optional)
 *     repair   makes sums and lengths true again, so that changes behind them are seen (optional)
 */

import type { Parser } from "./parser.js";
import { CHECKPOINTS } from "./parser-checkpoint.js";
import { GZIP } from "./parser-gzip.js";
import { IDX } from "./parser-idx.js";
import { PNG } from "./parser-png.js";
import { MODEL, SAFETENSORS } from "./parser-safetensors.js";
import { HISTORY, RESULTS, RESUME } from "./parser-saved.js";
import { WORDS } from "./parser-words.js";

export const PARSERS: readonly Parser[] = [
  IDX,
  GZIP,
  SAFETENSORS,
  MODEL,
  CHECKPOINTS,
  PNG,
  HISTORY,
  RESULTS,
  RESUME,
  WORDS,
];
