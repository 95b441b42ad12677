/** The kernels of the reference that pass over zeros, and their records and buckets; see reference.ts for the rules. */
import { type Heap, type Kernels, recordBytes } from "./contract.js";
import type { Arithmetic } from "./reference-math.js";
import { clearPads } from "./reference-rows.js";

type Sparse = Pick<Kernels, "compressRows" | "sparseNN" | "bucketPairs" | "sparseTN" | "skipNN">;

export function createReferenceSparse(heap: Heap, arithmetic: Arithmetic, activate: Kernels["activate"]): Sparse {
  const { floats: x, words, bytes } = heap;
  const { round } = arithmetic;
  const u16 = (address: number): number => (bytes[address] as number) | ((bytes[address + 1] as number) << 8);

  function storeU16(address: number, value: number): void {
    bytes[address] = value & 255;
    bytes[address + 1] = value >>> 8;
  }

  /** Calls `visit` with each column and byte of record `row`, in order. */
  function forEachPair(records: number, offsets: number, row: number, visit: (column: number, byte: number) => void) {
    const record = records + (words[(offsets >> 2) + row] as number);
    const count = words[record >> 2] as number;
    for (let q = 0; q < count; q++) visit(u16(record + 4 + 2 * q), bytes[record + 4 + 2 * count + q] as number);
  }

  return {
    compressRows(m, n, source, records, offsets) {
      for (let i = 0; i < m; i++) {
        const row = bytes.subarray(source + i * n, source + (i + 1) * n);
        const columns = [...row.keys()].filter((j) => row[j] !== 0);
        const start = words[(offsets >> 2) + i] as number;
        const record = records + start;
        const size = recordBytes(columns.length);
        bytes.fill(0, record, record + size);
        words[record >> 2] = columns.length;
        for (const [q, column] of columns.entries()) {
          storeU16(record + 4 + 2 * q, column);
          bytes[record + 4 + 2 * columns.length + q] = row[column] as number;
        }
        words[(offsets >> 2) + i + 1] = start + size;
      }
    },

    sparseNN(m, n, records, offsets, indices, values, w, ldw, bias, c, ldc, activation) {
      for (let i = 0; i < m; i++) {
        const row = (c >> 2) + i * ldc;
        for (let j = 0; j < n; j++) {
          let sum = 0;
          forEachPair(records, offsets, words[(indices >> 2) + i] as number, (column, byte) => {
            sum = round(sum + round((x[(values >> 2) + byte] as number) * (x[(w >> 2) + column * ldw + j] as number)));
          });
          x[row + j] = sum + (x[(bias >> 2) + j] as number);
        }
        clearPads(x, row, n);
      }
      activate(activation, m, n, c, ldc);
    },

    bucketPairs(m, n, records, offsets, indices, buckets, binRows, counts) {
      words.fill(0, counts >> 2, (counts >> 2) + n);
      for (let i = 0; i < m; i++)
        forEachPair(records, offsets, words[(indices >> 2) + i] as number, (column, byte) => {
          const count = words[(counts >> 2) + column] as number;
          words[(counts >> 2) + column] = count + 1;
          storeU16(buckets + 2 * (column * binRows + count), (i << 8) | byte);
        });
    },

    sparseTN(m, n, k, bins, binRows, buckets, counts, values, d, ldd, beta, shift, sums, c, ldc) {
      const gain = round(shift);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let bin = 0; bin < bins; bin++) {
            const bucket = buckets + 2 * (bin * k + i) * binRows;
            const count = words[(counts >> 2) + bin * k + i] as number;
            for (let q = 0; q < count; q++) {
              const pair = u16(bucket + 2 * q);
              const delta = x[(d >> 2) + (bin * binRows + (pair >> 8)) * ldd + j] as number;
              sum = round(sum + round((x[(values >> 2) + (pair & 255)] as number) * delta));
            }
          }
          const at = (c >> 2) + i * ldc + j;
          if (beta) sum = round((x[at] as number) + sum);
          if (gain !== 0) sum = round(sum + round(gain * (x[(sums >> 2) + j] as number)));
          x[at] = sum;
        }
        clearPads(x, (c >> 2) + i * ldc, n);
      }
    },

    skipNN(m, n, k, a, lda, b, ldb, bias, c, ldc, activation) {
      for (let i = 0; i < m; i++) {
        const row = (c >> 2) + i * ldc;
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let l = 0; l < k; l++) {
            const value = x[(a >> 2) + i * lda + l] as number;
            if (value !== 0) sum = round(sum + round(value * (x[(b >> 2) + l * ldb + j] as number)));
          }
          x[row + j] = sum + (x[(bias >> 2) + j] as number);
        }
        clearPads(x, row, n);
      }
      activate(activation, m, n, c, ldc);
    },
  };
}
