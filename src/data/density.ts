/** How many bytes of a data set are not 0, and in which columns: what decides whether zeros are worth passing over. */
import { MAX_RECORD_COLUMNS, recordBytes } from "../kernels/contract.js";

/** Denser rows are multiplied whole; measured, see docs/performance.md. The result is the same to the bit. */
export const MAX_DENSITY = 0.4;
/** Rows looked at to see where the values lie. */
const SAMPLE_ROWS = 1000;

/** Room for the records of `rows` rows of bytes, or undefined where they are too dense or too wide for records. */
export function recordsSize(features: Uint8Array, width: number): number | undefined {
  if (width > MAX_RECORD_COLUMNS) return undefined;
  const count = countNonzero(features);
  if (count > MAX_DENSITY * features.length) return undefined;
  const rows = features.length / width;
  // What rounding can add to a record of an unknown number of values.
  return 3 * count + rows * (recordBytes(0) + 3);
}

/** Bytes that are not 0. */
function countNonzero(bytes: Uint8Array): number {
  const head = Math.min(bytes.length, (4 - (bytes.byteOffset & 3)) & 3);
  const wordCount = (bytes.length - head) >>> 2;
  let count = countOneByOne(bytes.subarray(0, head)) + countOneByOne(bytes.subarray(head + 4 * wordCount));
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + head, wordCount);
  for (let i = 0; i < wordCount; i++) {
    const word = words[i] as number;
    if (word === 0) continue;
    // The top bit of each byte that is not 0, then the sum of the four.
    const set = (((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word) & 0x80808080;
    count += Math.imul(set >>> 7, 0x01010101) >>> 24;
  }
  return count;
}

function countOneByOne(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte !== 0) count++;
  return count;
}

/** Columns cut into `parts` runs of about the same work, first to last: parts + 1 numbers from 0 to `width`. */
export function cutColumns(features: Uint8Array, width: number, parts: number): number[] {
  if (parts === 1) return [0, width];
  const rows = features.length / width;
  const stride = Math.max(1, Math.floor(rows / SAMPLE_ROWS));
  // Even a column without values costs something.
  const work = new Float64Array(width).fill(rows / stride / 50);
  for (let row = 0; row < rows; row += stride)
    for (let j = 0; j < width; j++) if (features[row * width + j] !== 0) work[j] = (work[j] as number) + 1;
  const total = work.reduce((sum, value) => sum + value, 0);
  const cuts = [0];
  let sum = 0;
  for (let j = 0; j < width; j++) {
    sum += work[j] as number;
    while (cuts.length < parts && sum >= (total * cuts.length) / parts) cuts.push(j + 1);
  }
  while (cuts.length < parts) cuts.push(width);
  cuts.push(width);
  return cuts;
}
