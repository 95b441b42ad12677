/**
 * Sizes of a call that stand in memory and not among its arguments: how many rows of a source its indices reach, how
 * long its records are, how far its buckets point. Reads the heap before anything is known to be right, and so takes
 * what is not there for 0.
 */
import { type Heap, type Kernels, recordBytes } from "../../src/kernels/contract.js";
import type { Sizes } from "../../src/kernels/kernel-spec.js";

/** What the heap says of one call. */
export interface Measured {
  /** Sizes that are not arguments. */
  readonly hidden: Sizes;
  /** Rows of matrices of which the call uses fewer than the spec makes room for; values, where they are lists. */
  readonly rows?: Readonly<Record<string, number>>;
  readonly lengths?: Readonly<Record<string, number>>;
}

/** Every argument of a call by its name. */
export type Arguments = Readonly<Record<string, number>>;

const NOTHING: Measured = { hidden: {} };

type Measure = (args: Arguments, heap: Heap) => Measured;

const MEASURES: { readonly [K in keyof Kernels]?: Measure } = {
  gatherU8: gathered,
  gatherF32: gathered,
  gatherOneHot: gathered,
  scaleRows: gathered,
  compressRows: (args, heap) => ({ hidden: {}, lengths: { records: compressedWords(args, heap) } }),
  sparseNN: recorded,
  bucketPairs: (args, heap) => {
    const measured = recorded(args, heap);
    const { hidden } = measured;
    return { ...measured, hidden: { ...hidden, columns: hidden.k as number, k: args.n as number } };
  },
  sparseTN: bucketed,
};

/** What the heap says of a call of `name`. */
export function measure(name: keyof Kernels, args: Arguments, heap: Heap): Measured {
  return MEASURES[name]?.(args, heap) ?? NOTHING;
}

const wordAt = ({ words }: Heap, address: number, i: number): number => words[(address >>> 2) + i] ?? 0;

function gathered({ m, indices }: Arguments, heap: Heap): Measured {
  let sourceRows = 0;
  for (let i = 0; i < (m as number); i++) sourceRows = Math.max(sourceRows, 1 + wordAt(heap, indices as number, i));
  return { hidden: { sourceRows } };
}

/** Words of the records that `compressRows` is about to write, with what lies before the first. */
function compressedWords({ m, n, source, offsets }: Arguments, heap: Heap): number {
  let bytes = wordAt(heap, offsets as number, 0);
  for (let i = 0; i < (m as number); i++) {
    const row = heap.bytes.subarray(
      (source as number) + i * (n as number),
      (source as number) + (i + 1) * (n as number),
    );
    bytes += recordBytes(row.reduce((count, byte) => count + Number(byte !== 0), 0));
  }
  return bytes / 4;
}

/** Of the records that indices name: how far they reach, and one more than the largest column. */
function recorded(args: Arguments, heap: Heap): Measured {
  const { m, indices, offsets, records } = args as { m: number; indices: number; offsets: number; records: number };
  let [end, k] = [0, 0];
  for (let i = 0; i < m; i++) {
    const row = wordAt(heap, indices, i);
    end = Math.max(end, wordAt(heap, offsets, row + 1));
    const record = records + wordAt(heap, offsets, row);
    const last = record + 4 + 2 * (wordAt(heap, record, 0) - 1);
    if (last > record + 2) k = Math.max(k, 1 + halfAt(heap, last));
  }
  return { hidden: { ...gathered(args, heap).hidden, k }, lengths: { records: end / 4 } };
}

function halfAt({ bytes }: Heap, address: number): number {
  return (bytes[address] ?? 0) + 256 * (bytes[address + 1] ?? 0);
}

/** Buckets 0 … m − 1 of every bin, of which the last bin may have less behind them; and the rows of D they name. */
function bucketed(args: Arguments, heap: Heap): Measured {
  const { m, k, bins, binRows, buckets, counts } = args as Record<string, number> as Readonly<{
    [name in "m" | "k" | "bins" | "binRows" | "buckets" | "counts"]: number;
  }>;
  const used = bins === 0 ? 0 : (bins - 1) * k + m;
  let rows = 0;
  let fullest = 0;
  for (let bin = 0; bin < bins; bin++)
    for (let bucket = bin * k; bucket < bin * k + m; bucket++) {
      const count = wordAt(heap, counts, bucket);
      fullest = Math.max(fullest, count);
      if (count === 0) continue;
      // A pair is value, then row; rows ascend.
      const row = heap.bytes[buckets + 2 * (bucket * binRows + count - 1) + 1] ?? 0;
      rows = Math.max(rows, bin * binRows + row + 1);
    }
  return { hidden: { fullest }, rows: { buckets: used, d: rows }, lengths: { counts: used } };
}
