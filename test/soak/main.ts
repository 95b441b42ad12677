/**
 * `npm run test:soak`: 10,000 models, made, trained on one and two threads, asked and dropped. Prints what the process
 * holds; fails where it grows. `-- --cycles 20000` for longer; `-- --browser --minutes 3` for a page in Chromium.
 */
import { parseArgs } from "node:util";
import { soakBrowser } from "./browser.js";
import { type Sample, slopeOf, soak } from "./cycles.js";

/** Bytes a cycle: of what JavaScript holds, and of the process, whose allocator keeps what it once had. */
const MOST = { held: 100, rss: 4096 };

const { values } = parseArgs({
  options: {
    cycles: { type: "string", default: "10000" },
    browser: { type: "boolean", default: false },
    minutes: { type: "string", default: "3" },
  },
});

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(2).padStart(9);

function print({ cycle, heap, external, rss, handles }: Sample): void {
  const columns = [String(cycle).padStart(7), megabytes(heap), megabytes(external), megabytes(rss)];
  console.log(`${columns.join(" ")} ${String(handles).padStart(7)}`);
}

async function soakNode(cycles: number): Promise<boolean> {
  console.log("  cycle   heap MB  extern MB    RSS MB handles");
  const samples = await soak(cycles, Math.ceil(cycles / 10), print);
  const held = slopeOf(samples.map(({ cycle, heap, external }) => [cycle, heap + external]));
  const rss = slopeOf(samples.map((sample) => [sample.cycle, sample.rss]));
  console.log(
    `growth a cycle: ${held.toFixed(1)} bytes held (at most ${MOST.held}), ${rss.toFixed(1)} of RSS (at most ${MOST.rss})`,
  );
  return held <= MOST.held && rss <= MOST.rss;
}

/** @throws Error for what is no number, or too small for growth to stand out from the collector's ups and downs. */
function atLeast(least: number, option: "cycles" | "minutes"): number {
  const value = Number(values[option]);
  if (!(value >= least)) throw new Error(`--${option}: expected a number from ${least} on, got ${values[option]}`);
  return value;
}

const isFlat = values.browser ? await soakBrowser(atLeast(2, "minutes")) : await soakNode(atLeast(1000, "cycles"));
if (!isFlat) console.error("Memory grows.");
process.exitCode = isFlat ? 0 : 1;
