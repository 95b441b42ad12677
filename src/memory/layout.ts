/** Lays tensors out one behind the other. Pure: the same requests give the same addresses on every host. */

import { WasmlpError } from "../errors.js";
import { pad4 } from "../kernels/contract.js";
import { type Element, type Section, type Tensor, tensorBytes } from "./tensor.js";

/** First address of any workspace; the module's static data lies below (checked where it is instantiated). */
export const WORKSPACE_BASE = 4096;

/** Tensors start on cache lines, so no two of them share one. */
const LINE_BYTES = 64;

/** A WebAssembly memory with 32-bit addresses ends here. */
const ADDRESS_LIMIT = 2 ** 32;

/** Everything a job keeps in memory, in order of address. */
export interface Layout {
  readonly tensors: readonly Tensor[];
  /** Size of the memory, a multiple of the 64 KiB page. */
  readonly bytes: number;
}

/** Collects tensors; `finish` closes the layout. */
export class LayoutBuilder {
  readonly #tensors: Tensor[] = [];
  #top = WORKSPACE_BASE;

  /** A matrix of floats, its rows padded to whole vectors. */
  matrix(section: Section, name: string, rows: number, columns: number): Tensor<"f32"> {
    const width = pad4(columns);
    // Rows a multiple of 1 KiB apart fall into a few sets of the cache, and push each other out.
    const stride = rows > 1 && width > 0 && (4 * width) % 1024 === 0 ? width + LINE_BYTES / 4 : width;
    return this.#place(section, name, "f32", rows, columns, stride);
  }

  /** Rows of floats on cache lines of their own, for threads that each write to one. */
  lines(section: Section, name: string, rows: number, columns: number): Tensor<"f32"> {
    const floats = LINE_BYTES / 4;
    return this.#place(section, name, "f32", rows, columns, Math.ceil(columns / floats) * floats);
  }

  /** Values without padding between rows: data sets, indices, scratch. */
  packed<E extends Element>(section: Section, name: string, element: E, rows: number, columns: number): Tensor<E> {
    return this.#place(section, name, element, rows, columns, columns);
  }

  /** @throws WasmlpError `out-of-memory` when the tensors need more than 4 GiB. */
  finish(): Layout {
    const bytes = Math.ceil((this.#top + LINE_BYTES) / 65536) * 65536;
    if (bytes > ADDRESS_LIMIT)
      throw new WasmlpError(
        "out-of-memory",
        `workspace: expected at most 4 GiB, got ${(bytes / 2 ** 30).toFixed(1)} GiB; fewer rows or smaller layers are needed`,
      );
    return { tensors: this.#tensors, bytes };
  }

  #place<E extends Element>(
    section: Section,
    name: string,
    element: E,
    rows: number,
    columns: number,
    stride: number,
  ): Tensor<E> {
    const tensor = { name, section, element, rows, columns, stride, address: this.#top } as unknown as Tensor<E>;
    this.#tensors.push(tensor);
    this.#top += Math.ceil(tensorBytes(tensor) / LINE_BYTES) * LINE_BYTES;
    return tensor;
  }
}
