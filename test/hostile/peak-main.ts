/** Runs one command line in memory and prints, as JSON, how it ended and the most memory the process has held, in bytes. */
import { readFileSync } from "node:fs";
import { runInMemory } from "../cli/memory-host.js";

const { exitCode, err } = await runInMemory(process.argv.slice(2));
const { userCPUTime, systemCPUTime } = process.resourceUsage();
console.log(JSON.stringify({ exitCode, err, peakBytes: peakBytes(), cpuMs: (userCPUTime + systemCPUTime) / 1000 }));

/** Linux counts the memory of the process that started this one into maxRSS; its VmHWM is this process's alone. */
function peakBytes(): number {
  if (process.platform !== "linux") return 1024 * process.resourceUsage().maxRSS;
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) as RegExpExecArray;
  return 1024 * Number(kibibytes);
}
