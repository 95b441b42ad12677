/** A page of the built package in Chromium, left training: the heap it reports, and the memory of all its processes. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { chromium, reportOf } from "../browser/chromium.js";
import { slopeOf } from "./cycles.js";
import type { PageSample } from "./page.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const FLAGS = ["--js-flags=--expose-gc", "--enable-precise-memory-info"];
/** Bytes a second: of the page's heap, and of the processes. */
const MOST = { heap: 10_000, processes: 200_000 };

const page = (minutes: number, everyMs: number): string => `<!doctype html><title>wasmlp</title><script type="module">
import * as library from "/wasmlp.js";
import { trainFor } from "/page.js";
const report = await trainFor(library, ${minutes}, ${everyMs}).then((samples) => ({ samples }), (error) => ({ error: error.message }));
await fetch("/report", { method: "POST", body: JSON.stringify(report) });
</script>`;

/** Whether a page that trains for so long stays as large as it was after the first third. Prints its samples. */
export async function soakBrowser(minutes: number): Promise<boolean> {
  if (!chromium) throw new Error("expected Chromium, got none; CHROMIUM names its path");
  const everyMs = Math.max(1000, minutes * 3000);
  const files = {
    "/": ["text/html", page(minutes, everyMs)],
    "/wasmlp.js": ["text/javascript", readFileSync(join(root, "dist/browser.js"), "utf8")],
    "/page.js": ["text/javascript", bundled()],
  } as const;
  const processes: (readonly [seconds: number, bytes: number])[] = [];
  let timer: ReturnType<typeof setInterval> | undefined;
  const onStart = (pid: number): void => {
    const began = performance.now();
    timer = setInterval(() => processes.push([(performance.now() - began) / 1000, groupBytes(pid)]), everyMs);
  };
  const report = JSON.parse(
    await reportOf({ files, isolated: true }, { flags: FLAGS, onStart, patienceMs: 60_000 * (minutes + 2) }),
  );
  clearInterval(timer);
  if (report.error) throw new Error(report.error);
  return judge(report.samples, processes);
}

function judge(samples: readonly PageSample[], processes: readonly (readonly [number, number])[]): boolean {
  console.log("seconds  models  heap MB   all MB");
  samples.forEach(([seconds, models, heap], i) => {
    const columns = [
      seconds.toFixed(0).padStart(7),
      String(models).padStart(7),
      (heap / 2 ** 20).toFixed(2).padStart(8),
    ];
    console.log(`${columns.join(" ")} ${((processes[i]?.[1] ?? Number.NaN) / 2 ** 20).toFixed(1).padStart(8)}`);
  });
  const heap = slopeOf(samples.map(([seconds, , bytes]) => [seconds, bytes]));
  // The last look may come as the browser ends.
  const all = slopeOf(processes.slice(0, -1));
  console.log(
    `growth a second: ${heap.toFixed(0)} bytes of heap (at most ${MOST.heap}), ${all.toFixed(0)} of all its processes (at most ${MOST.processes})`,
  );
  return heap <= MOST.heap && all <= MOST.processes;
}

function bundled(): string {
  const entryPoints = [join(root, "test/soak/page.ts")];
  const { outputFiles } = buildSync({ entryPoints, bundle: true, format: "esm", write: false });
  return outputFiles[0]?.text as string;
}

/** Resident bytes of all processes of a group, as Linux counts them: a page shared by several counts once in all. */
function groupBytes(group: number): number {
  let kibibytes = 0;
  for (const name of readdirSync("/proc").filter((one) => /^\d+$/.test(one))) {
    try {
      // Fields behind the name in brackets: state, parent, group.
      const fields = readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      if (Number(fields[2]) !== group) continue;
      const [, share] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${name}/smaps_rollup`, "utf8")) ?? [];
      kibibytes += Number(share ?? 0);
    } catch {
      // It has ended since.
    }
  }
  return kibibytes * 1024;
}
