/**
 * Chunks of unknown number gathered into one array with a limit. Knows nothing of where they come from.
 */
import { WasmlpError } from "../errors.js";

/** Gathers chunks in one buffer, sized right from the start where the size is known. */
export class ByteCollector {
  #buffer: Uint8Array;
  #length = 0;
  readonly #maxBytes: number;
  readonly #tooLarge: () => WasmlpError;

  constructor(expectedBytes: number, maxBytes: number, tooLarge: () => WasmlpError) {
    this.#buffer = allocate(Math.min(expectedBytes, maxBytes));
    this.#maxBytes = maxBytes;
    this.#tooLarge = tooLarge;
  }

  /** @throws what `tooLarge` makes, as soon as the chunks exceed `maxBytes`. */
  add(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#maxBytes) throw this.#tooLarge();
    if (length > this.#buffer.length) {
      const larger = allocate(Math.min(this.#maxBytes, Math.max(length, 2 * this.#buffer.length)));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(chunk, this.#length);
    this.#length = length;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }
}

function allocate(bytes: number): Uint8Array {
  try {
    return new Uint8Array(bytes);
  } catch (cause) {
    throw new WasmlpError("out-of-memory", `expected room for ${bytes} bytes, got none`, { cause });
  }
}
