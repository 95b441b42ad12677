/** Four IDX files of 28 × 28 pixels in ten classes that a small network learns in a moment: stripes and noise. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serializeIdx } from "../../src/data/idx.js";
import { MT19937 } from "../../src/random/mt19937.js";

export const trainRows = 200;
export const testRows = 50;

/** Row `i` shows class i mod 10: a bright bar at a height of its own, on faint noise. */
export function tinyDigit(row: number, random: MT19937): Uint8Array {
  const label = row % 10;
  return Uint8Array.from({ length: 784 }, (_, i) => {
    const y = Math.floor(i / 28);
    const x = i % 28;
    const isBar = y >= 2 + 2 * label && y < 6 + 2 * label && x >= 6 && x < 22;
    return isBar ? 255 : y > 0 && x > 0 && y < 27 && x < 27 ? Math.floor(random.uniform(0, 30)) : 0;
  });
}

export function writeTinyDigits(directory: string, testCount: number = testRows): void {
  mkdirSync(directory, { recursive: true });
  const random = new MT19937(1);
  for (const [prefix, count] of [
    ["train", trainRows],
    ["t10k", testCount],
  ] as const) {
    const pixels = new Uint8Array(count * 784);
    for (let row = 0; row < count; row++) pixels.set(tinyDigit(row, random), row * 784);
    const labels = Uint8Array.from({ length: count }, (_, row) => row % 10);
    const write = (name: string, bytes: Uint8Array): void => writeFileSync(join(directory, `${prefix}-${name}`), bytes);
    write("images-idx3-ubyte", serializeIdx({ shape: [count, 28, 28], values: pixels }));
    write("labels-idx1-ubyte", serializeIdx({ shape: [count], values: labels }));
  }
}
