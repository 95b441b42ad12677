/** Contents of records, their offsets, buckets and their counts: drawn so that they fit each other. */
import { type Heap, recordBytes } from "../../src/kernels/contract.js";
import type { Sizes } from "../../src/kernels/kernel-spec.js";
import { Draws } from "./draws.js";
import type { Region } from "./region.js";

/** Share of values that are not 0. */
const DENSITIES: readonly number[] = [0, 0.2, 0.5, 1];

/** Fills a region whose contents are one of these; false for any other. The same `seed` gives parts that fit. */
export function fillSparse(region: Region, sizes: Sizes, seed: number, heap: Heap): boolean {
  const { contents, role } = region.argument;
  const draws = new Draws(seed ^ 0x5eed);
  const word = region.address >> 2;
  if (contents === "start") {
    heap.words[word] = 4 * draws.below(4);
    return true;
  }
  if (contents === "records" || contents === "offsets") {
    const { bytes, offsets } = drawRecords(draws, sizes.sourceRows as number, sizes.k as number);
    if (contents === "records") heap.bytes.set(bytes, region.address);
    else heap.words.set(offsets, word);
    return true;
  }
  if ((contents === "buckets" || contents === "counts") && role === "in") {
    const { bytes, counts } = drawBuckets(draws, sizes);
    if (contents === "buckets") heap.bytes.set(bytes, region.address);
    else heap.words.set(counts, word);
    return true;
  }
  return false;
}

function drawRecords(draws: Draws, rows: number, columns: number): { bytes: Uint8Array; offsets: number[] } {
  const density = draws.pick(DENSITIES);
  const start = 4 * draws.below(4);
  const bytes = new Uint8Array(start + rows * recordBytes(columns));
  const view = new DataView(bytes.buffer);
  const offsets = [start];
  for (let i = 0; i < rows; i++) {
    const record = offsets[i] as number;
    const set = Array.from({ length: columns }, (_, j) => j).filter(() => draws.unit() < density);
    view.setUint32(record, set.length, true);
    for (const [q, column] of set.entries()) {
      view.setUint16(record + 4 + 2 * q, column, true);
      bytes[record + 4 + 2 * set.length + q] = 1 + draws.below(255);
    }
    offsets.push(record + recordBytes(set.length));
  }
  return { bytes, offsets };
}

function drawBuckets(draws: Draws, sizes: Sizes): { bytes: Uint8Array; counts: number[] } {
  const density = draws.pick(DENSITIES);
  const rows = sizes.binRows as number;
  const buckets = (sizes.bins as number) * (sizes.k as number);
  const bytes = new Uint8Array(2 * buckets * rows);
  const counts: number[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    let count = 0;
    for (let row = 0; row < rows; row++) {
      if (draws.unit() >= density) continue;
      const at = 2 * (bucket * rows + count++);
      bytes[at] = 1 + draws.below(255);
      bytes[at + 1] = row;
    }
    counts.push(count);
  }
  return { bytes, counts };
}
